package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.embed.Embedders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The statements about embedding views. None of them asks an LLM anything. */
@Timeout(300)
class EmbeddingViewsTest {
  private static final AtomicInteger STORES = new AtomicInteger();

  @RegisterExtension static final SharedLab LAB = new SharedLab();

  private Path store;
  private SparkSession session;

  @BeforeEach
  void emptyStore() throws IOException {
    store = Lab.folder("embedding-views-" + STORES.incrementAndGet());
    Folders.delete(store);
    Folders.delete(Lab.folder("warehouse").resolve("source"));
    Folders.delete(Lab.folder("warehouse").resolve("renamed"));
    // Which remember the texts of other tests.
    Embedders.closeAll();
    session = session(Map.of());
    session
        .sql("SELECT AI.EMBED('so that the embedder knows its dimension ' || id) FROM range(1)")
        .collectAsList();
    LAB.server().setLatency(Duration.ZERO);
    LAB.server().reset();
  }

  @AfterEach
  void nobodyWasAsked() {
    assertThat(LAB.server().requests()).isZero();
    session.sql("DROP TABLE IF EXISTS source");
    session.sql("DROP TABLE IF EXISTS renamed");
    LAB.server().resume();
  }

  private SparkSession session(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("spark.understudy.store", store.toString());
    settings.putAll(more);
    return LAB.fresh(settings);
  }

  private void source(String format, int rows) {
    session.sql("DROP TABLE IF EXISTS source");
    session.sql(
        "CREATE TABLE source USING "
            + format
            + " AS SELECT id, concat('text ', id % 100) AS review FROM range("
            + rows
            + ") UNION ALL SELECT -1, NULL");
  }

  private Row changed(String statement) {
    return session.sql(statement).head();
  }

  private long embedded() {
    long texts = LAB.server().embeddedTexts();
    LAB.server().reset();
    return texts;
  }

  @ParameterizedTest
  @ValueSource(strings = {"delta", "parquet"})
  void everyDifferentTextIsEmbeddedOnce(String format) {
    source(format, 250);
    assertThat(changed("CREATE EMBEDDING VIEW v ON source (review)").mkString(","))
        .isEqualTo("v,100,100,0");
    assertThat(embedded()).isEqualTo(100);
    assertThat(changed("REFRESH EMBEDDING VIEW v").mkString(",")).isEqualTo("v,100,0,0");
    session.sql("INSERT INTO source VALUES (1000, 'new'), (1001, 'new'), (1002, 'text 3')");
    assertThat(changed("REFRESH EMBEDDING VIEW V").mkString(",")).isEqualTo("v,101,1,0");
    assertThat(embedded()).isEqualTo(1);
  }

  @Test
  void whatVanishedIsDropped() {
    source("delta", 250);
    session.sql("CREATE EMBEDDING VIEW v ON source (review)");
    session.sql("DELETE FROM source WHERE review IN ('text 7', 'text 8')");
    session.sql("UPDATE source SET review = 'other' WHERE id = 9");
    session.sql("UPDATE source SET review = 'changed' WHERE review = 'text 10'");
    embedded();
    assertThat(changed("REFRESH EMBEDDING VIEW v").mkString(",")).isEqualTo("v,99,2,3");
    assertThat(embedded()).isEqualTo(2);
    assertThat(vectors("v")).isEqualTo(99);
    session.sql("INSERT INTO source VALUES (7, 'text 7')");
    assertThat(changed("REFRESH EMBEDDING VIEW v").mkString(",")).isEqualTo("v,100,1,0");
    session.sql("TRUNCATE TABLE source");
    assertThat(changed("REFRESH EMBEDDING VIEW v").mkString(",")).isEqualTo("v,0,0,100");
    assertThat(vectors("v")).isZero();
  }

  /** Too many to be named one by one. */
  @Test
  void whenMostOfATableVanishesItsRestIsWrittenAgain() {
    session.sql(
        "CREATE TABLE source USING delta AS"
            + " SELECT id, concat('text ', id) AS review FROM range(20600)");
    session.sql("CREATE EMBEDDING VIEW v ON source (review)");
    session.sql("DELETE FROM source WHERE id >= 500");
    session.sql("INSERT INTO source VALUES (30000, 'new')");
    assertThat(changed("REFRESH EMBEDDING VIEW v").mkString(",")).isEqualTo("v,501,1,20100");
    assertThat(vectors("v")).isEqualTo(501);
  }

  @Test
  void aTextThatHasTwoVectorsCountsOnce() {
    source("delta", 250);
    session.sql("CREATE EMBEDDING VIEW v ON source (review)");
    // As two sessions leave it that have worked at the same time after all.
    String folder = property("v", "vectors");
    session.read().format("delta").load(folder).write().format("delta").mode("append").save(folder);
    session.sql("INSERT INTO source VALUES (7, 'new')");
    session.sql("DELETE FROM source WHERE review = 'text 8'");
    assertThat(changed("REFRESH EMBEDDING VIEW v").mkString(",")).isEqualTo("v,100,1,1");
  }

  @Test
  void whatADeadCreateLeftIsDropped() throws IOException {
    source("delta", 10);
    Path folder = Files.createDirectories(store.resolve("views").resolve("v").resolve("vectors-x"));
    session.sql("DROP EMBEDDING VIEW v");
    assertThat(folder.getParent()).doesNotExist();
    session.sql("CREATE EMBEDDING VIEW v ON source (review)");
    assertThat(vectors("v")).isEqualTo(10);
  }

  @Test
  void nothingOfANewerStoreIsDropped() throws IOException {
    source("delta", 10);
    session.sql("CREATE EMBEDDING VIEW v ON source (review)");
    Files.delete(store.resolve(".understudy-store.json.crc"));
    Files.writeString(store.resolve("understudy-store.json"), "{\"format\":99}");
    refused("DROP EMBEDDING VIEW v", "UNDERSTUDY_STORE.NEWER");
    assertThat(store.resolve("views").resolve("v")).exists();
  }

  private long vectors(String view) {
    return session.read().format("delta").load(property(view, "vectors")).count();
  }

  private String property(String view, String property) {
    return session
        .sql("DESCRIBE EMBEDDING VIEW " + view)
        .where("property = '" + property + "'")
        .head()
        .getString(1);
  }

  @Test
  void aDeltaTableThatHasNotChangedIsNotRead() throws IOException {
    source("delta", 250);
    session.sql("CREATE EMBEDDING VIEW v ON source (review)");
    // Without its files it can't be read.
    List<Path> gone = dataFiles(tableFolder());
    for (Path file : gone) {
      Files.move(file, file.resolveSibling(file.getFileName() + ".away"));
    }
    assertThat(changed("REFRESH EMBEDDING VIEW v").mkString(",")).isEqualTo("v,100,0,0");
    for (Path file : gone) {
      Files.move(file.resolveSibling(file.getFileName() + ".away"), file);
    }
  }

  private Path tableFolder() {
    return Path.of(
        java.net.URI.create(
            session.sql("DESCRIBE DETAIL source").select("location").head().getString(0)));
  }

  private static List<Path> dataFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).toList();
    }
  }

  @Test
  void aTableThatWasMadeAgainIsReadAlthoughItsVersionIsTheSame() {
    source("delta", 250);
    session.sql("CREATE EMBEDDING VIEW v ON source (review)");
    session.sql("DROP TABLE source");
    session.sql("CREATE TABLE source USING delta AS SELECT 1 AS id, 'else' AS review");
    assertThat(changed("REFRESH EMBEDDING VIEW v").mkString(",")).isEqualTo("v,1,1,100");
  }

  @Test
  void describesAndShows() {
    source("delta", 10);
    session.sql("CREATE EMBEDDING VIEW IF NOT EXISTS b ON source (REVIEW) USING 'vectors'");
    session.sql("CREATE EMBEDDING VIEW a ON source (review)");
    assertThat(changed("CREATE EMBEDDING VIEW IF NOT EXISTS a ON source (id)").mkString(","))
        .isEqualTo("a,10,0,0");
    assertThat(session.sql("SHOW EMBEDDING VIEWS").drop("refreshed_at").collectAsList())
        .extracting(row -> row.mkString(","))
        .containsExactly(
            "a,`spark_catalog`.`default`.`source`,review,vectors,10,true",
            "b,`spark_catalog`.`default`.`source`,review,vectors,10,true");
    assertThat(property("a", "identity")).isEqualTo("openai:vectors/vectors");
    assertThat(property("a", "status")).isEqualTo("whole");
    assertThat(property("a", "source_version")).startsWith("0@");
    session.sql("DROP EMBEDDING VIEW a");
    session.sql("DROP EMBEDDING VIEW IF EXISTS a");
    assertThat(session.sql("SHOW EMBEDDING VIEWS").count()).isEqualTo(1);
    assertThat(changed("CREATE EMBEDDING VIEW a ON source (review)").mkString(","))
        .isEqualTo("a,10,10,0");
  }

  @Test
  void explainRunsNothing() {
    source("delta", 10);
    assertThat(
            session.sql("EXPLAIN CREATE EMBEDDING VIEW v ON source (review)").head().getString(0))
        .contains("CreateEmbeddingView");
    assertThat(session.sql("SHOW EMBEDDING VIEWS").count()).isZero();
    assertThat(embedded()).isZero();
  }

  @Test
  void wrongUsesAreSaid() {
    source("delta", 10);
    session.sql("SELECT 'x' AS review").createOrReplaceTempView("fleeting");
    session.sql("CREATE EMBEDDING VIEW v ON source (review)");
    refused("CREATE EMBEDDING VIEW v ON source (review)", "UNDERSTUDY_VIEW.EXISTS");
    refused("CREATE EMBEDDING VIEW w ON nothing (review)", "UNDERSTUDY_VIEW.SOURCE");
    refused("CREATE EMBEDDING VIEW w ON source (text)", "UNDERSTUDY_VIEW.SOURCE");
    refused("CREATE EMBEDDING VIEW w ON source (id)", "UNDERSTUDY_VIEW.SOURCE");
    refused("CREATE EMBEDDING VIEW w ON fleeting (review)", "UNDERSTUDY_VIEW.SOURCE");
    refused("CREATE EMBEDDING VIEW w ON source (review) USING 'no'", "UNDERSTUDY_EMBEDDING");
    refused("REFRESH EMBEDDING VIEW w", "UNDERSTUDY_VIEW.NOT_FOUND");
    refused("DESCRIBE EMBEDDING VIEW w", "UNDERSTUDY_VIEW.NOT_FOUND");
    refused("DROP EMBEDDING VIEW w", "UNDERSTUDY_VIEW.NOT_FOUND");
    refused("CREATE EMBEDDING VIEW v ON source", "UNDERSTUDY_STATEMENT");
    session.conf().unset("spark.understudy.store");
    refused("SHOW EMBEDDING VIEWS", "UNDERSTUDY_VIEW.NO_STORE");
  }

  private void refused(String statement, String condition) {
    assertThatThrownBy(() -> session.sql(statement).collectAsList())
        .as(statement)
        .satisfies(e -> assertThat(Errors.conditions(e)).contains(condition));
  }

  @Test
  void aSourceThatIsGoneOrAlteredIsSaid() {
    source("delta", 10);
    session.sql("CREATE EMBEDDING VIEW v ON source (review)");
    session.sql("ALTER TABLE source SET TBLPROPERTIES ('delta.columnMapping.mode' = 'name')");
    session.sql("ALTER TABLE source RENAME COLUMN review TO opinion");
    refused("REFRESH EMBEDDING VIEW v", "UNDERSTUDY_VIEW.SOURCE");
    session.sql("ALTER TABLE source RENAME COLUMN opinion TO review");
    session.sql("ALTER TABLE source RENAME TO renamed");
    refused("REFRESH EMBEDDING VIEW v", "UNDERSTUDY_VIEW.SOURCE");
    session.sql("ALTER TABLE renamed RENAME TO source");
    assertThat(changed("REFRESH EMBEDDING VIEW v").mkString(",")).isEqualTo("v,10,0,0");
    session.sql("DROP TABLE source");
    refused("REFRESH EMBEDDING VIEW v", "UNDERSTUDY_VIEW.SOURCE");
    assertThat(vectors("v")).isEqualTo(10);
  }

  @Test
  void aDescriptionThatItsWriterDiedOverIsSkipped() throws IOException {
    source("delta", 10);
    Path folder = store.resolve("views").resolve("v");
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("1.json"), "{\"format\": 1, \"ta");
    assertThat(session.sql("SHOW EMBEDDING VIEWS").count()).isZero();
    assertThat(changed("CREATE EMBEDDING VIEW v ON source (review)").mkString(","))
        .isEqualTo("v,10,10,0");
    Files.writeString(folder.resolve("9.json"), "");
    session.sql("INSERT INTO source VALUES (11, 'new')");
    assertThat(changed("REFRESH EMBEDDING VIEW v").mkString(",")).isEqualTo("v,11,1,0");
    assertThat(changed("REFRESH EMBEDDING VIEW v").mkString(",")).isEqualTo("v,11,0,0");
  }

  /** As from a session that died over creating the view, or whose vectors somebody deleted. */
  @Test
  void vectorsThatAreGoneAreMadeAgain() throws IOException {
    source("delta", 10);
    session.sql("CREATE EMBEDDING VIEW v ON source (review)");
    Folders.delete(Path.of(java.net.URI.create(property("v", "vectors"))));
    assertThat(changed("REFRESH EMBEDDING VIEW v").mkString(",")).isEqualTo("v,10,10,0");
    assertThat(vectors("v")).isEqualTo(10);
  }

  @Test
  void aDescriptionOfAnotherVersionStopsNobodyElse() throws IOException {
    source("delta", 10);
    session.sql("CREATE EMBEDDING VIEW v ON source (review)");
    Path folder = Files.createDirectories(store.resolve("views").resolve("w"));
    Files.writeString(folder.resolve("1.json"), "{\"format\": 99}");
    assertThat(session.sql("SHOW EMBEDDING VIEWS").count()).isEqualTo(1);
    assertThat(
            session
                .sql("EXPLAIN SELECT AI.IF('Is it positive? ' || review) FROM source")
                .head()
                .getString(0))
        .contains("view v");
    refused("REFRESH EMBEDDING VIEW w", "UNDERSTUDY_STORE.UNREADABLE");
    session.sql("DROP EMBEDDING VIEW w");
    assertThat(folder).doesNotExist();
    refused("DROP EMBEDDING VIEW w", "UNDERSTUDY_VIEW.NOT_FOUND");
  }

  @Test
  void aSourceThatCannotBeReadIsNoFaultOfTheStore() throws IOException {
    source("delta", 10);
    session.sql("CREATE EMBEDDING VIEW v ON source (review)");
    for (Path file : dataFiles(tableFolder())) {
      Files.delete(file);
    }
    session.sql("INSERT INTO source VALUES (11, 'new')");
    assertThatThrownBy(() -> session.sql("REFRESH EMBEDDING VIEW v").collectAsList())
        .satisfies(
            e ->
                assertThat(Errors.conditions(e))
                    .doesNotContain("UNDERSTUDY_STORE.UNWRITABLE", "UNDERSTUDY_STORE.UNREADABLE"));
  }

  @Test
  void vectorsOfAnotherModelAreNotMixedIn() {
    source("delta", 10);
    session.sql("CREATE EMBEDDING VIEW v ON source (review)");
    session.sql("INSERT INTO source VALUES (11, 'new')");
    session.conf().set("spark.understudy.endpoints.vectors.model", "vectors-2");
    refused("REFRESH EMBEDDING VIEW v", "UNDERSTUDY_VIEW.EMBEDDER");
    session.conf().set("spark.understudy.endpoints.vectors.model", "vectors");
    assertThat(changed("REFRESH EMBEDDING VIEW v").mkString(",")).isEqualTo("v,11,1,0");
  }

  @Test
  void ofTwoSessionsOneIsToldThatTheOtherIsAtIt() throws Exception {
    source("delta", 250);
    session.sql("CREATE EMBEDDING VIEW v ON source (review)");
    session.sql("INSERT INTO source VALUES (1000, 'new')");
    LAB.server().pause();
    CompletableFuture<Row> first =
        CompletableFuture.supplyAsync(() -> changed("REFRESH EMBEDDING VIEW v"));
    while (LAB.server().inFlight() == 0) {
      Thread.sleep(20);
    }
    session = session(Map.of());
    refused("REFRESH EMBEDDING VIEW v", "UNDERSTUDY_VIEW.BUSY");
    refused("DROP EMBEDDING VIEW v", "UNDERSTUDY_VIEW.BUSY");
    LAB.server().resume();
    assertThat(first.get().mkString(",")).isEqualTo("v,101,1,0");
    assertThat(changed("REFRESH EMBEDDING VIEW v").mkString(",")).isEqualTo("v,101,0,0");
    session.sql("DROP EMBEDDING VIEW v");
  }

  /** In slices of 2,000 texts, each of which is a commit. */
  @Test
  void whoIsKilledHasKeptWhatWasEmbedded() throws Exception {
    session.sql(
        "CREATE TABLE source USING delta AS SELECT id, concat('text ', id) AS review FROM"
            + " range(7000)");
    Path table = tableFolder();
    LAB.server().setLatency(Duration.ofMillis(100));
    try (Program other =
        OtherApplication.start(
            LAB.lab(),
            store,
            "CREATE EMBEDDING VIEW v ON delta.`" + table + "` (review)",
            Map.of(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog",
                "spark.understudy.embedder",
                "vectors",
                "spark.understudy.endpoints.vectors.url",
                LAB.server().url().toString(),
                "spark.understudy.endpoints.vectors.model",
                "vectors"))) {
      while (LAB.server().embeddedTexts() < 3_500) {
        assertThat(other.alive()).as(other.log()).isTrue();
        Thread.sleep(20);
      }
      other.kill();
    }
    while (LAB.server().inFlight() > 0) {
      Thread.sleep(20);
    }
    LAB.server().setLatency(Duration.ZERO);
    long before = embedded();
    assertThat(before).isLessThan(7000);
    assertThat(property("v", "status")).startsWith("not whole");
    Row row = changed("REFRESH EMBEDDING VIEW v");
    assertThat(row.getLong(1)).isEqualTo(7000);
    assertThat(row.getLong(2)).isBetween(7000 - before, 5100L);
    assertThat(embedded()).isEqualTo(row.getLong(2));
    assertThat(vectors("v")).isEqualTo(7000);
  }
}
