package io.understudy.it;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.rand;
import static org.apache.spark.sql.functions.udf;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Driver and executors in JVMs of their own. */
class LocalClusterTest {
  private static final int CONCURRENCY = 4;

  /** The understudy alone, and with the LLM for what it is unsure of. */
  private static final List<String> PROXIES =
      List.of(
          "AI.IF('Is it positive? ' || review, embeddings => emb, accuracy_target => 0.75)",
          "AI.CLASSIFY(review, array('book', 'film', 'game'), embeddings => emb,"
              + " accuracy_target => 0.85)");

  private static final String ASK_ALL =
      "SELECT count(*), count_if(ai = good) FROM (SELECT good, AI.IF('Is it positive? ' || review,"
          + " optimization_mode => 'MAXIMIZE_QUALITY') AS ai FROM many)";

  private static Lab lab;
  private static final Map<String, List<String>> IN_ONE_JVM = new HashMap<>();
  private static final Map<String, Long> CALLS_IN_ONE_JVM = new HashMap<>();

  @BeforeAll
  static void open() throws IOException {
    String home = System.getenv("SPARK_HOME");
    Assumptions.assumeTrue(
        home != null, "executors need SPARK_HOME, which Maven sets for this module");
    try (Lab local = Lab.open("local[2]", Lab.KEYWORDS, Lab.SMALL)) {
      Tables.write(local.spark());
      SparkSession session = local.fresh(Lab.SMALL);
      Tables.register(session);
      for (String proxy : PROXIES) {
        local.server().reset();
        IN_ONE_JVM.put(proxy, answers(session, proxy, session.table("blurred")));
        CALLS_IN_ONE_JVM.put(proxy, local.server().requests());
      }
    }
    // All that Spark wants to see of an installation; the classes come from the class path.
    Files.createDirectories(Path.of(home, "jars"));
    Files.writeString(Path.of(home, "RELEASE"), "Spark for tests\n");
    Map<String, String> settings = new HashMap<>(Lab.SMALL);
    settings.put("spark.executor.extraClassPath", ClassPath.of());
    settings.put("spark.understudy.endpoints.default.concurrency", Integer.toString(CONCURRENCY));
    // Common in production, and unable to write records or immutable lists.
    settings.put("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    settings.put("spark.speculation", "true");
    settings.put("spark.speculation.interval", "50ms");
    settings.put("spark.speculation.minTaskRuntime", "300ms");
    settings.put("spark.speculation.quantile", "0.5");
    lab = Lab.open("local-cluster[2,1,1024]", Lab.KEYWORDS, settings);
  }

  @AfterAll
  static void close() {
    if (lab != null) {
      lab.close();
    }
  }

  @BeforeEach
  void reset() {
    lab.server().setLatency(Duration.ZERO);
    lab.server().reset();
  }

  static Stream<Arguments> executions() {
    return Stream.of(
        execution("as it is", d -> d),
        execution("5 partitions", d -> d.repartition(5)),
        execution("rows permuted", d -> d.orderBy(rand(5))),
        execution("cached", Dataset::cache),
        execution("first attempts fail", d -> d.withColumn("id", failing().apply(col("id")))),
        execution(
            "a straggler runs twice",
            d -> d.repartition(4).withColumn("id", slow().apply(col("id")))));
  }

  @ParameterizedTest
  @MethodSource("executions")
  void sameAnswersAndSameBillAsInOneJvm(UnaryOperator<Dataset<Row>> change) {
    SparkSession session = session();
    Dataset<Row> data = change.apply(session.table("blurred"));
    for (String proxy : PROXIES) {
      lab.server().reset();
      assertThat(answers(session, proxy, data)).isEqualTo(IN_ONE_JVM.get(proxy));
      assertThat(lab.server().requests()).isEqualTo(CALLS_IN_ONE_JVM.get(proxy));
    }
    session.catalog().clearCache();
  }

  @Test
  void batchesOfTheDriverBringTheSameAnswersForTheSameBill() {
    Map<String, String> settings = new HashMap<>(Lab.SMALL);
    settings.put("spark.understudy.endpoints.default.batch", "true");
    settings.put("spark.understudy.endpoints.default.batch.poll", "20ms");
    SparkSession session = lab.fresh(settings);
    Tables.register(session);
    for (String proxy : PROXIES) {
      lab.server().reset();
      assertThat(answers(session, proxy, session.table("blurred")))
          .isEqualTo(IN_ONE_JVM.get(proxy));
      assertThat(lab.server().requests()).isEqualTo(CALLS_IN_ONE_JVM.get(proxy));
      assertThat(lab.server().batches()).isPositive();
    }
  }

  @Test
  void eachTextIsAskedOnceOverAllExecutors() {
    SparkSession session = session();
    session
        .sql("SELECT good, review FROM few CROSS JOIN range(20)")
        .repartition(4)
        .createOrReplaceTempView("many");
    assertThat(Answers.of(session.sql(ASK_ALL).collectAsList())).containsExactly("800 | 800");
    assertThat(lab.server().requests()).isEqualTo(40);
  }

  /** What was settled is not asked again; only what was in flight on the lost one may be. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Timeout(180)
  void lostExecutorPaysNothingTwice(boolean stored) throws IOException, InterruptedException {
    awaitBothExecutors();
    Map<String, String> settings = new HashMap<>(Lab.SMALL);
    settings.put("spark.understudy.endpoints.default.model", "local-" + stored);
    if (stored) {
      Path store = Lab.folder("local-cluster-store");
      Folders.delete(store);
      settings.put("spark.understudy.store", store.toString());
    }
    SparkSession session = lab.fresh(settings);
    Tables.register(session);
    session.table("reviews").where("id < 400").repartition(4).createOrReplaceTempView("many");
    lab.server().setLatency(Duration.ofMillis(60));
    Thread killer =
        new Thread(
            () -> {
              while (lab.server().requests() < 80 && !Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
              }
              executors().get(0).destroyForcibly();
            },
            "killer");
    killer.start();
    assertThat(Answers.of(session.sql(ASK_ALL).collectAsList())).containsExactly("400 | 400");
    killer.join();
    assertThat(lab.server().distinctTexts()).isEqualTo(400);
    assertThat(lab.server().requests()).isBetween(400L, 400L + 2 * CONCURRENCY);
    assertThat(
            Answers.of(
                session
                    .sql(
                        "SELECT count(*), count(DISTINCT data_hash) FROM understudy_labels()"
                            + " WHERE model = 'local-"
                            + stored
                            + "'")
                    .collectAsList()))
        .containsExactly("400 | 400");
  }

  /** A worker starts another executor in the place of one that was killed. */
  private static void awaitBothExecutors() throws InterruptedException {
    while (executors().size() < 2) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static Arguments execution(String name, UnaryOperator<Dataset<Row>> change) {
    return Arguments.of(Named.of(name, change));
  }

  private static List<String> answers(SparkSession session, String call, Dataset<Row> data) {
    data.createOrReplaceTempView("changed");
    return Answers.of(
        session
            .sql("SELECT id, ai FROM (SELECT id, " + call + " AS ai FROM changed) ORDER BY id")
            .collectAsList());
  }

  /** Gives back what it gets, but not at a task's first attempt. */
  private static UserDefinedFunction failing() {
    return udf(
        (UDF1<Integer, Integer>)
            id -> {
              if (TaskContext.get().attemptNumber() == 0) {
                throw new IllegalStateException("thrown at first attempts, on purpose");
              }
              return id;
            },
        DataTypes.IntegerType);
  }

  /** Gives back what it gets; the first attempt of the first partition takes its time. */
  private static UserDefinedFunction slow() {
    return udf(
        (UDF1<Integer, Integer>)
            id -> {
              TaskContext task = TaskContext.get();
              if (task.partitionId() == 0 && task.attemptNumber() == 0 && id % 8 == 0) {
                Thread.sleep(50);
              }
              return id;
            },
        DataTypes.IntegerType);
  }

  /** The only Java processes that this one starts. */
  private static List<ProcessHandle> executors() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().filter(c -> c.endsWith("java")).isPresent())
        .toList();
  }

  private static SparkSession session() {
    SparkSession session = lab.fresh(Lab.SMALL);
    Tables.register(session);
    return session;
  }
}
