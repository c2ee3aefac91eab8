package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Driver and executors in JVMs of their own. */
class LocalClusterTest {
  private static final int CONCURRENCY = 4;
  private static final String CLASSIFY =
      "SELECT id, ai FROM (SELECT id, AI.CLASSIFY(review, array('book', 'film', 'game'),"
          + " embeddings => emb, accuracy_target => 0.85) AS ai FROM blurred) ORDER BY id";
  private static final String ASK_ALL =
      "SELECT count(*), count_if(ai = good) FROM (SELECT good, AI.IF('Is it positive? ' || review,"
          + " optimization_mode => 'MAXIMIZE_QUALITY') AS ai FROM many)";

  private static Lab lab;
  private static List<String> inOneJvm = List.of();

  @BeforeAll
  static void open() throws IOException {
    String home = System.getenv("SPARK_HOME");
    Assumptions.assumeTrue(
        home != null, "executors need SPARK_HOME, which Maven sets for this module");
    try (Lab local = Lab.open("local[2]", Lab.KEYWORDS, Lab.SMALL)) {
      Tables.write(local.spark());
      SparkSession session = local.fresh(Lab.SMALL);
      Tables.register(session);
      inOneJvm = Answers.of(session.sql(CLASSIFY).collectAsList());
    }
    // All that Spark wants to see of an installation; the classes come from the class path.
    Files.createDirectories(Path.of(home, "jars"));
    Files.writeString(Path.of(home, "RELEASE"), "Spark for tests\n");
    Map<String, String> settings = new HashMap<>(Lab.SMALL);
    settings.put("spark.executor.extraClassPath", classPath());
    settings.put("spark.understudy.endpoints.default.concurrency", Integer.toString(CONCURRENCY));
    // Common in production, and unable to write records or immutable lists.
    settings.put("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
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

  @Test
  void sameAnswersAsInOneJvm() {
    assertThat(Answers.of(session().sql(CLASSIFY).collectAsList())).isEqualTo(inOneJvm);
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
  @Test
  @Timeout(120)
  void lostExecutorPaysNothingTwice() throws InterruptedException {
    SparkSession session = session();
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
    assertThat(executors()).hasSize(2);
    assertThat(Answers.of(session.sql(ASK_ALL).collectAsList())).containsExactly("400 | 400");
    killer.join();
    assertThat(lab.server().distinctTexts()).isEqualTo(400);
    assertThat(lab.server().requests()).isBetween(400L, 400L + 2 * CONCURRENCY);
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

  /** Surefire hides the class path in a jar's manifest, and tells it in a property. */
  private static String classPath() {
    String ofSurefire = System.getProperty("surefire.test.class.path");
    return ofSurefire == null ? System.getProperty("java.class.path") : ofSurefire;
  }
}
