package io.understudy.it;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rand;
import static org.apache.spark.sql.functions.udf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same data gets the same answers and the same bill, however the query is executed. */
class SemanticsTest {
  private static final String ASK =
      "AI.IF('Is this review positive? ' || review, embeddings => emb)";
  private static final String ASK_ALL =
      "AI.IF('Is this review positive? ' || review, optimization_mode => 'MAXIMIZE_QUALITY')";

  /** How often the row was seen that {@link #failing} fails on. */
  private static final AtomicInteger SEEN = new AtomicInteger();

  private static Lab lab;

  /** The understudy alone, and with the LLM for what it is unsure of. */
  private static final Map<String, String> PROXIES =
      Map.of(
          "USE_PROXY",
          "AI.IF('Is this review positive? ' || review, embeddings => emb, accuracy_target => 0.75)",
          "CASCADE",
          "AI.CLASSIFY(review, array('book', 'film', 'game'), embeddings => emb,"
              + " accuracy_target => 0.85)");

  private static final Map<String, List<String>> EXPECTED = new HashMap<>();
  private static final Map<String, Long> EXPECTED_CALLS = new HashMap<>();

  @BeforeAll
  static void open() {
    lab = Lab.open("local[2,3]", Lab.KEYWORDS, Lab.SMALL);
    Tables.write(lab.spark());
    SparkSession session = lab.small(Map.of());
    for (String decision : PROXIES.keySet()) {
      lab.server().reset();
      EXPECTED.put(decision, answers(session, decision, UnaryOperator.identity()));
      EXPECTED_CALLS.put(decision, lab.server().requests());
    }
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @BeforeEach
  void reset() {
    lab.server().setLatency(Duration.ZERO);
    lab.server().reset();
    SEEN.set(0);
  }

  static Stream<Arguments> executions() {
    Map<String, String> nothing = Map.of();
    return Stream.of(
        execution("again, with nothing paid for", nothing, d -> d),
        execution("7 partitions", nothing, d -> d.repartition(7)),
        execution("1 partition", nothing, d -> d.coalesce(1)),
        execution("rows permuted", nothing, d -> d.orderBy(rand(5))),
        execution(
            "rows in another order, by range",
            nothing,
            d -> d.repartitionByRange(4, col("review").desc())),
        execution(
            "two halves the other way round",
            nothing,
            d -> d.where("id >= 600").union(d.where("id < 600"))),
        execution("cached", nothing, Dataset::cache),
        execution("on disk", nothing, d -> d.persist(StorageLevel.DISK_ONLY())),
        execution("checkpointed", nothing, d -> d.localCheckpoint()),
        execution(
            "through the RDD",
            nothing,
            d -> d.sparkSession().createDataFrame(d.toJavaRDD(), d.schema())),
        execution("AQE off", Map.of("spark.sql.adaptive.enabled", "false"), d -> d.repartition(5)),
        execution(
            "AQE coalesces and splits",
            Map.of("spark.sql.adaptive.advisoryPartitionSizeInBytes", "2k"),
            d -> d.repartition(col("kind"))),
        execution(
            "rows, not columns",
            Map.of("spark.sql.parquet.enableVectorizedReader", "false"),
            d -> d),
        execution(
            "many small splits",
            Map.of(
                "spark.sql.files.maxPartitionBytes", "16k", "spark.sql.files.openCostInBytes", "1"),
            d -> d),
        execution(
            "without whole-stage code",
            Map.of("spark.sql.codegen.wholeStage", "false"),
            d -> d.repartition(3, col("kind"))),
        execution("a task fails while sampling", nothing, d -> withFailure(d, 1)),
        execution("a task fails while answering", nothing, d -> withFailure(d, 2)),
        execution(
            "a task fails, and its rows are shuffled",
            nothing,
            d -> withFailure(d, 1).repartition(4)));
  }

  /** On the blurred table the decision and many single answers hang on the sample. */
  @ParameterizedTest
  @MethodSource("executions")
  void sameAnswersAndSameBill(Map<String, String> settings, UnaryOperator<Dataset<Row>> change) {
    SparkSession session = lab.small(settings);
    for (String decision : PROXIES.keySet()) {
      SEEN.set(0);
      lab.server().reset();
      assertThat(answers(session, decision, change)).isEqualTo(EXPECTED.get(decision));
      session.catalog().clearCache();
      assertThat(lab.server().requests()).isEqualTo(EXPECTED_CALLS.get(decision));
      List<Row> runs = session.sql("SELECT decision FROM understudy_runs()").collectAsList();
      assertThat(runs.get(runs.size() - 1).getString(0)).isEqualTo(decision);
    }
  }

  private static Dataset<Row> withFailure(Dataset<Row> data, int time) {
    return data.withColumn("id", failing(time).apply(col("id")));
  }

  /** Gives back what it gets, but fails the n-th time that it sees a certain row. */
  private static UserDefinedFunction failing(int n) {
    return udf(
        (UDF1<Integer, Integer>)
            id -> {
              if (id == 900 && SEEN.incrementAndGet() == n) {
                throw new IllegalStateException("thrown once, on purpose");
              }
              return id;
            },
        DataTypes.IntegerType);
  }

  @Test
  void anotherSeedDrawsAnotherSample() {
    SparkSession session = lab.small(Map.of());
    session.sql("SELECT count_if(" + ASK + ") FROM reviews").collectAsList();
    session.conf().set("spark.understudy.seed", "7");
    lab.server().reset();
    session.sql("SELECT count_if(" + ASK + ") FROM reviews").collectAsList();
    assertThat(lab.server().requests()).isBetween(100L, 200L);
  }

  @Test
  void duplicatesAreAskedOnceAcrossPartitions() {
    SparkSession session = lab.small(Map.of());
    Dataset<Row> many =
        session
            .table("few")
            .crossJoin(session.range(60).toDF("copy"))
            .repartition(8)
            .selectExpr("good", "review");
    many.createOrReplaceTempView("many");
    Row row =
        session
            .sql("SELECT count(*), count_if(" + ASK_ALL + " = good) FROM many")
            .collectAsList()
            .get(0);
    assertThat(row.getLong(0)).isEqualTo(2400);
    assertThat(row.getLong(1)).isEqualTo(2400);
    assertThat(lab.server().requests()).isEqualTo(40);
  }

  /** The vectors say the opposite of the text for some rows: where paid for, the LLM is right. */
  @Test
  void labelledRowsKeepTheAnswerOfTheLlm() {
    SparkSession session = lab.small(Map.of());
    session
        .sql(
            "SELECT id, review, good, if(id % 40 = 0, transform(emb, x -> -x), emb) AS emb FROM"
                + " reviews")
        .createOrReplaceTempView("lying");
    List<Row> rows =
        session
            .sql(
                "SELECT review, good, AI.IF('Is it positive? ' || review, embeddings => emb, f1_target => 0.8) AS ai FROM lying")
            .collectAsList();
    List<Row> paid =
        rows.stream().filter(row -> lab.server().timesAsked(row.getString(0)) > 0).toList();
    assertThat(paid).hasSizeGreaterThanOrEqualTo(200);
    assertThat(paid).allMatch(row -> row.getBoolean(1) == row.getBoolean(2));
    assertThat(rows)
        .as("the understudy does play, and is fooled")
        .anyMatch(row -> row.getBoolean(1) != row.getBoolean(2));
  }

  @ParameterizedTest
  @MethodSource("failingQueries")
  void retriedTasksPayNothingTwice(String query) {
    SparkSession session = lab.small(Map.of());
    session.udf().register("fail_once", failing(1));
    Row row = session.sql(query).collectAsList().get(0);
    assertThat(SEEN).as("seen again after the failure").hasValueGreaterThan(1);
    assertThat(row.getLong(0)).isEqualTo(row.getLong(1));
    assertThat(lab.server().requests()).isEqualTo(lab.server().distinctTexts());
    assertThat(lab.server().distinctTexts()).isEqualTo(300);
  }

  static Stream<Arguments> failingQueries() {
    String from = " FROM reviews WHERE id >= 900";
    return Stream.of(
        Arguments.of(
            Named.of(
                "below the stage",
                "SELECT count(*), count_if(ai = good) FROM (SELECT good, "
                    + ASK_ALL
                    + " AS ai FROM (SELECT fail_once(id) AS id, review, good"
                    + from
                    + ") WHERE id >= 0)")),
        Arguments.of(
            Named.of(
                "above the stage",
                "SELECT count(*), count_if(ai = good) FROM (SELECT fail_once(id) AS id, good, ai"
                    + " FROM (SELECT id, good, "
                    + ASK_ALL
                    + " AS ai"
                    + from
                    + ")) WHERE id >= 0")));
  }

  @Test
  void limitStopsEscalatedWork() {
    SparkSession session = lab.small(Map.of("spark.understudy.endpoints.default.concurrency", "4"));
    lab.server().setLatency(Duration.ofMillis(20));
    session.table("reviews").coalesce(1).createOrReplaceTempView("one_partition");
    assertThat(session.sql("SELECT id, " + ASK_ALL + " FROM one_partition LIMIT 5").collectAsList())
        .hasSize(5);
    assertThat(lab.server().requests()).isLessThanOrEqualTo(300);
  }

  @Test
  @Timeout(120)
  void cancelledQueryStopsAsking() throws InterruptedException {
    SparkSession session = lab.small(Map.of("spark.understudy.endpoints.default.concurrency", "4"));
    lab.server().setLatency(Duration.ofMillis(50));
    CompletableFuture<Void> query =
        CompletableFuture.runAsync(
            () -> {
              session.sparkContext().setJobGroup("to-cancel", "a long one", true);
              session.sql("SELECT count_if(" + ASK_ALL + ") FROM reviews").collectAsList();
            });
    waitUntil(() -> lab.server().requests() > 40);
    session.sparkContext().cancelJobGroup("to-cancel");
    assertThatThrownBy(query::join).isNotNull();
    Thread.sleep(1500);
    long then = lab.server().requests();
    assertThat(then).isLessThan(Tables.ROWS);
    Thread.sleep(1500);
    assertThat(lab.server().requests()).isEqualTo(then);
    assertThat(lab.server().inFlight()).isZero();
    // What was paid for is kept, and what was claimed but not asked is free again.
    lab.server().setLatency(Duration.ZERO);
    session.conf().set("spark.understudy.endpoints.default.concurrency", "32");
    session.sql("SELECT count_if(" + ASK_ALL + ") FROM reviews").collectAsList();
    // Requests that were under way when the query was cancelled may have been lost.
    assertThat(lab.server().requests()).isBetween((long) Tables.ROWS, Tables.ROWS + 8L);
  }

  @Test
  void functionsAreReachedFromDataFrames() {
    SparkSession session = lab.small(Map.of());
    Dataset<Row> judged =
        session
            .table("few")
            .select(
                col("good"),
                call_function("ai.if", concat(lit("Is it positive? "), col("review"))).as("ai"));
    assertThat(judged.where("ai = good").count()).isEqualTo(40);
    assertThat(lab.server().requests()).isEqualTo(40);
  }

  private static Arguments execution(
      String name, Map<String, String> settings, UnaryOperator<Dataset<Row>> change) {
    return Arguments.of(Named.of(name, settings), change);
  }

  private static List<String> answers(
      SparkSession session, String decision, UnaryOperator<Dataset<Row>> change) {
    change.apply(session.table("blurred")).createOrReplaceTempView("changed");
    return Answers.of(
        session
            .sql(
                "SELECT id, ai FROM (SELECT id, "
                    + PROXIES.get(decision)
                    + " AS ai FROM changed) ORDER BY id")
            .collectAsList());
  }

  private static void waitUntil(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 600 && !condition.getAsBoolean(); i++) {
      Thread.sleep(100);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
