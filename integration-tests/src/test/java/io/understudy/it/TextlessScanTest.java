package io.understudy.it;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.understudy.error.ErrorCondition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.SparkPlan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Once it is known that no row needs its text, the pass that answers leaves the texts on the disk:
 * with the answers, counts and calls that it has when it reads them.
 */
class TextlessScanTest {
  private static final String PROXY =
      "AI.IF('Is it positive? ' || review, embeddings => emb, accuracy_target => 0.7)";

  /** Texts take fifty times the bytes of the rest, and no two vectors are alike. */
  private static final String LONG =
      """
      SELECT id, kind, good,
        concat(review, ' ', array_join(transform(sequence(1, 60), i -> sha2(concat(id, i), 256)), ' '))
          AS review,
        transform(emb, (x, i) -> IF(i = 0, x + CAST(id AS FLOAT) / 100000, x)) AS emb
      FROM %s
      """;

  /** Bytes of a table's texts. */
  private static final long TEXTS = Tables.ROWS * 60 * 64L;

  private static Lab lab;

  @BeforeAll
  static void open() throws Exception {
    lab =
        Lab.open(
            "local[2]",
            Lab.KEYWORDS,
            Map.of(
                "spark.sql.codegen.fallback", "false",
                "spark.sql.parquet.compression.codec", "none",
                // One partition for each bucket even where nobody asks for them.
                "spark.sql.sources.bucketing.autoBucketedScan.enabled", "false",
                // Bytes that other threads read are counted for no task.
                "spark.hadoop.parquet.hadoop.vectored.io.enabled", "false"));
    Tables.write(lab.spark());
    Tables.register(lab.spark());
    parquet("long", lab.spark().sql(LONG.formatted("reviews")));
    parquet("blurred", lab.spark().sql(LONG.formatted("blurred")));
    parquet("nulltext", changed("review", "IF(id = 7, NULL, review)"));
    parquet("nullvector", changed("emb", "IF(id = 7, NULL, emb)"));
    parquet("doubles", changed("emb", "CAST(emb AS array<double>)"));
    Dataset<Row> whole = table("long");
    parquet("mixed", whole.union(changed("emb", "transform(emb, x -> x * 1.01f)")));
    parquet("copies", whole.union(whole));
    whole
        .withColumnRenamed("kind", "part")
        .write()
        .mode("overwrite")
        .partitionBy("part")
        .parquet(path("parts"));
    parquet("sameName", whole.withColumn("file_name", col("review")));
    lab.spark().sql("DROP TABLE IF EXISTS bucketed");
    JavaUtils.deleteRecursively(Lab.folder("warehouse/bucketed").toFile());
    whole.write().bucketBy(4, "review").saveAsTable("bucketed");
    whole
        .write()
        .format("delta")
        .mode("overwrite")
        .option("delta.enableDeletionVectors", "true")
        .save(path("delta"));
    lab.spark().sql("DELETE FROM delta.`" + path("delta") + "` WHERE id % 10 = 3");
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id FROM long WHERE #",
        "SELECT id, # FROM long",
        "SELECT id, emb FROM long WHERE # AND kind <> 'film' AND id > 3",
        "SELECT id FROM (SELECT id + 1 AS id, review, emb FROM long WHERE id < 1100) WHERE #",
        "SELECT id, # FROM doubles",
        "SELECT id, # FROM copies",
        "SELECT id, # FROM deleted",
        "SELECT id, part, # FROM parts WHERE part <> 'film'",
        "SELECT id, AI.IF('Is it positive? ' || t, embeddings => v, accuracy_target => 0.7)"
            + " FROM (SELECT id, review AS t, emb AS v, kind FROM long) WHERE kind <> 'game'",
        "SELECT _metadata.file_name IS NOT NULL, id, AI.IF('Is it positive? ' || file_name,"
            + " embeddings => emb, accuracy_target => 0.7) FROM @sameName",
        "SELECT id, # FROM bucketed"
      })
  void textsAreLeftWhereNoRowNeedsThem(String shape) {
    Twice asked = Twice.of(session(), shape);
    assertThat(asked.bytesOfAnswers()).isBetween(1L, TEXTS / 4);
    assertThat(asked.outcome()).isEqualTo(withoutGeneratedCode(shape));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id, length(review) FROM long WHERE #",
        "SELECT id FROM long WHERE # AND review LIKE '%9%'",
        "SELECT id FROM (SELECT * FROM long WHERE rand(3) < 0.9) WHERE #",
        "SELECT id, # FROM (SELECT id, upper(review) AS review, emb FROM long)",
        "SELECT id, # FROM (SELECT id, review, transform(emb, x -> 2 * x) AS emb FROM long)",
        "SELECT id, # FROM (SELECT id, concat(review, '') AS review, emb FROM long)",
        "SELECT id, # FROM long WHERE id < (SELECT max(id) FROM long)",
        "SELECT id, # FROM nulltext",
        "SELECT id, # FROM nullvector",
        "SELECT id, # FROM mixed",
        "SELECT id, @topic FROM blurred"
      })
  void textsAreReadWhereSomebodyNeedsThem(String shape) {
    Twice asked = Twice.of(session(), shape.replace("@topic", cascade()));
    assertThat(asked.bytesOfAnswers()).isGreaterThan(TEXTS * 3 / 4);
  }

  /** All texts of a call are left out, and those of several calls if none needs its own. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id, AI.IF(concat('Is ', kind, ' positive? ', review), embeddings => emb,"
            + " accuracy_target => 0.7) FROM long",
        "SELECT id, #, @topic FROM long",
        "SELECT id, @topic, AI.IF(concat('Is ', kind, ' positive? ', review), embeddings => emb,"
            + " accuracy_target => 0.7) FROM long WHERE id > 9"
      })
  void severalTextsAndCalls(String shape) {
    String topic = cascade().replace("0.9)", "0.7)");
    String query = shape.replace("@topic", topic);
    Twice asked = Twice.of(session(), query);
    assertThat(asked.bytesOfAnswers()).isBetween(1L, TEXTS / 4);
    assertThat(asked.outcome()).isEqualTo(withoutGeneratedCode(query));
  }

  /**
   * One of two calls asks the LLM about some rows; or it sees the rows that the other lets pass.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id, @topic, # FROM blurred",
        "SELECT id, @topic FROM long WHERE NOT #",
        "SELECT id, @topic FROM blurred WHERE NOT #"
      })
  void textsAreReadForOneOfTwoCalls(String shape) {
    String query = shape.replace("@topic", cascade());
    Twice asked = Twice.of(session(), query);
    assertThat(asked.bytesOfAnswers()).isGreaterThan(TEXTS * 3 / 4);
    assertThat(asked.outcome()).isEqualTo(withoutGeneratedCode(query));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.sql.files.ignoreCorruptFiles",
        "spark.sql.columnVector.offheap.enabled",
        "spark.sql.caseSensitive"
      })
  void settingsThatNeedTexts(String setting) {
    SparkSession session = session();
    session.conf().set(setting, "true");
    Twice asked = Twice.of(session, "SELECT id, # FROM long");
    assertThat(asked.bytesOfAnswers() < TEXTS / 4).isEqualTo(setting.endsWith("caseSensitive"));
  }

  /** Spark closes the batch that it stops in. */
  @Test
  void limitStopsWithinABatch() {
    Dataset<Row> asked = session().sql(query("SELECT id, # FROM long LIMIT 1000"));
    assertThat(asked.collectAsList()).hasSize(1000);
    assertThat(asked.collectAsList()).hasSize(1000);
  }

  @Test
  void rowsOfTheScanAreCounted() {
    Dataset<Row> asked = session().sql(query("SELECT id, # FROM long"));
    asked.collectAsList();
    assertThat(scanned(asked)).as("for the sample and for the answers").isEqualTo(2 * Tables.ROWS);
    asked.collectAsList();
    assertThat(scanned(asked)).isEqualTo(Tables.ROWS);
  }

  private static long scanned(Dataset<Row> query) {
    SparkPlan plan =
        ((org.apache.spark.sql.classic.Dataset<Row>) query).queryExecution().executedPlan();
    while (!plan.children().isEmpty()) {
      plan = plan.children().apply(0);
    }
    return plan.longMetric("numOutputRows").value();
  }

  @Test
  void rowThatHasLostItsVectorSinceIsReported() throws Exception {
    Path folder = Lab.folder("textless-changed");
    table("long").coalesce(1).write().mode("overwrite").parquet(folder.toString());
    SparkSession session = session();
    session.read().parquet(folder.toString()).createOrReplaceTempView("changing");
    Dataset<Row> asked = session.sql("SELECT id FROM changing WHERE " + PROXY);
    assertThat(asked.collectAsList()).isNotEmpty();
    Path others = Lab.folder("textless-others");
    table("nullvector").coalesce(1).write().mode("overwrite").parquet(others.toString());
    Files.write(part(folder), Files.readAllBytes(part(others)));
    Files.deleteIfExists(folder.resolve("." + part(folder).getFileName() + ".crc"));
    Throwable failure = catchThrowable(asked::collectAsList);
    assertThat(Errors.conditions(failure))
        .contains(ErrorCondition.UNDERSTUDY_INPUT_CHANGED.condition());
  }

  private static Path part(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
  }

  private static String cascade() {
    return "AI.CLASSIFY(review, array('book', 'film', 'game'), embeddings => emb,"
        + " accuracy_target => 0.9)";
  }

  private static String query(String shape) {
    // Columns of a file's metadata are not seen through a view.
    return shape.replace("#", PROXY).replace("@sameName", "parquet.`" + path("sameName") + "`");
  }

  private static Outcome withoutGeneratedCode(String shape) {
    SparkSession session = session();
    session.conf().set("spark.sql.codegen.wholeStage", false);
    return Outcome.of(session, session.sql(query(shape)));
  }

  /**
   * Two actions on a Dataset.
   *
   * @param outcome of the first
   * @param bytesOfAnswers what the second reads, which neither samples nor asks
   */
  private record Twice(Outcome outcome, long bytesOfAnswers) {

    static Twice of(SparkSession session, String shape) {
      Dataset<Row> asked = session.sql(query(shape));
      Outcome first = Outcome.of(session, asked);
      LongAdder bytes = new LongAdder();
      SparkListener listener =
          new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd ended) {
              bytes.add(ended.taskMetrics().inputMetrics().bytesRead());
            }
          };
      lab.spark().sparkContext().addSparkListener(listener);
      try {
        assertThat(Answers.of(asked.collectAsList()))
            .containsExactlyInAnyOrderElementsOf(first.rows());
        lab.spark().sparkContext().listenerBus().waitUntilEmpty();
      } catch (java.util.concurrent.TimeoutException e) {
        throw new IllegalStateException(e);
      } finally {
        lab.spark().sparkContext().removeSparkListener(listener);
      }
      return new Twice(first, bytes.sum());
    }
  }

  private static SparkSession session() {
    SparkSession session = lab.small(Map.of("spark.sql.adaptive.enabled", "false"));
    for (String name :
        List.of(
            "long",
            "blurred",
            "nulltext",
            "nullvector",
            "doubles",
            "mixed",
            "copies",
            "parts",
            "sameName")) {
      Tables.view(session, name, path(name));
    }
    session.read().format("delta").load(path("delta")).createOrReplaceTempView("deleted");
    return session;
  }

  private static void parquet(String name, Dataset<Row> rows) {
    rows.write().mode("overwrite").parquet(path(name));
  }

  private static Dataset<Row> changed(String column, String to) {
    return table("long")
        .withColumn(column, org.apache.spark.sql.functions.expr(to))
        .select("id", "kind", "good", "review", "emb");
  }

  private static Dataset<Row> table(String name) {
    return lab.spark().read().parquet(path(name));
  }

  private static String path(String name) {
    return Lab.folder("textless-" + name).toString();
  }
}
