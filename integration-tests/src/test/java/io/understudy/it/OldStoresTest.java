package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Stores that former versions have written are opened, and what was paid for in them is not paid
 * again. Each is a folder of {@code src/test/resources/stores}, named by the version that wrote it,
 * and stays as it is; {@code UNDERSTUDY_REGENERATE=1} writes that of this version.
 */
@Timeout(300)
class OldStoresTest {
  private static final Path RESOURCES = Path.of("src", "test", "resources", "stores");

  /** Of this version, to be raised with each release. */
  private static final String NOW = "0.1.0";

  private static final int ROWS = 120;
  private static final int LABELLED = 100;

  /** So many that a model may pay off. */
  private static final int MORE_ROWS = 600;

  /** Where the tables of a store that is written lie: their paths get into the store. */
  private static final Path WRITTEN = Path.of("/tmp", "understudy-store");

  private static final String CALL = "AI.IF('Is this review positive? ' || review%s)";

  @RegisterExtension static final SharedLab LAB = new SharedLab();

  static List<Path> stores() throws IOException {
    try (Stream<Path> stores = Files.list(RESOURCES)) {
      return stores.sorted().toList();
    }
  }

  private static SparkSession session(Path store) {
    Map<String, String> settings = new HashMap<>();
    settings.put("spark.understudy.store", store.toString());
    settings.put("spark.understudy.endpoints.default.model", "local");
    settings.put("spark.understudy.minRows", "50");
    settings.put("spark.understudy.seed", "7");
    settings.put("spark.understudy.models.checkRows", "150");
    return LAB.fresh(settings);
  }

  private static void reviews(SparkSession session, Path folder, int rows) {
    session
        .sql(
            "SELECT id, concat('Review ', id, if(id % 3 = 0, ': a good film', ': a poor film')) AS"
                + " review, transform(sequence(0, 7), d -> float(if(d = 0, if(id % 3 = 0, 1, -1),"
                + " sin(id * d) / 4))) AS emb FROM range("
                + rows
                + ")")
        .coalesce(1)
        .write()
        .format("delta")
        .save(folder.toString());
  }

  @BeforeAll
  static void write() throws IOException {
    if (!"1".equals(System.getenv("UNDERSTUDY_REGENERATE"))) {
      return;
    }
    Folders.delete(WRITTEN);
    Path store = WRITTEN.resolve("store");
    SparkSession session = session(store);
    reviews(session, WRITTEN.resolve("reviews"), ROWS);
    String table = "delta.`" + WRITTEN.resolve("reviews") + "`";
    session.sql("CREATE EMBEDDING VIEW old_vectors ON " + table + " (review)");
    session.sql(
        "CREATE AI MODEL old AS "
            + CALL.formatted(", embeddings => emb")
            + " ON "
            + table
            + " OPTIONS (labels = "
            + LABELLED
            + ", repeat = 0)");
    session.sql(
        "CREATE AI VIEW old_answers AS SELECT id, "
            + CALL.formatted(", embeddings => emb")
            + " AS positive FROM "
            + table);
    copy(store, RESOURCES.resolve(NOW));
    Folders.delete(WRITTEN);
  }

  /** Without the checksums that Hadoop puts beside the files of a local disk. */
  private static void copy(Path from, Path to) throws IOException {
    Folders.delete(to);
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.filter(file -> !file.toString().endsWith(".crc")).toList()) {
        Path copy = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(path, copy);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("stores")
  void whatIsInAnOldStoreIsUsed(Path old) throws IOException {
    Path store = Lab.folder("old-store-" + old.getFileName());
    copy(old, store);
    SparkSession session = session(store);
    Path table = Lab.folder("old-reviews");
    Folders.delete(table);
    reviews(session, table, MORE_ROWS);
    String reviews = "delta.`" + table + "`";
    LAB.server().reset();

    assertThat(
            one(
                session,
                "SELECT count(*), count_if(positive), count(positive_by) FROM old_answers"))
        .isEqualTo("120,40,120");
    assertThat(one(session, "SELECT count(*) > 0, sum(calls) FROM understudy_runs()"))
        .isEqualTo("true,100");
    assertThat(one(session, "SELECT sum(calls) FROM understudy_spending()")).isEqualTo("100");
    assertThat(one(session, "SELECT count(*) FROM understudy_labels()")).isEqualTo("100");
    String vectors =
        session
            .sql("DESCRIBE EMBEDDING VIEW old_vectors")
            .where("property = 'vectors'")
            .head()
            .getString(1);
    assertThat(session.read().format("delta").load(vectors).count()).isEqualTo(ROWS);
    assertThat(LAB.server().requests()).isZero();

    String called = CALL.formatted(", embeddings => emb, model => 'old'");
    assertThat(one(session, "SELECT count(*) FROM " + reviews + " WHERE " + called))
        .isEqualTo("200");
    assertThat(Lab.lastRun(session).<String>getAs("reason"))
        .contains("The prepared model old plays");
    LAB.server().reset();
    session.conf().set("spark.understudy.models.play", "false");
    String asked = CALL.formatted(", optimization_mode => 'MAXIMIZE_QUALITY'");
    String first = "SELECT count(*) FROM " + reviews + " WHERE id < " + ROWS + " AND " + asked;
    assertThat(one(session, first)).isEqualTo("40");
    assertThat(LAB.server().requests()).isBetween(1L, (long) ROWS - LABELLED);
  }

  private static String one(SparkSession session, String query) {
    Row row = session.sql(query).head();
    return row.mkString(",");
  }

  @Test
  void thereIsOneOfThisVersion() throws IOException {
    assertThat(stores()).extracting(store -> store.getFileName().toString()).contains(NOW);
  }
}
