package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A query that is given up sends nothing more and keeps what it paid for. The server holds its
 * replies while a query is given up, so that nothing depends on how fast that is: what is in flight
 * then is {@link #CONCURRENCY} requests, and every later one would be counted.
 */
@Timeout(180)
class CancellationTest {
  private static final int CONCURRENCY = 4;
  private static final int PAID = 60;
  private static final int ROWS = 700;

  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.understudy.labels", "200",
          "spark.understudy.minRows", "500",
          "spark.understudy.endpoints.default.concurrency", Integer.toString(CONCURRENCY));

  /** All by the LLM while rows are answered, and a sample while the stage is prepared. */
  private static final String ANSWERING =
      "SELECT count_if(AI.IF('Is it positive? ' || review,"
          + " optimization_mode => 'MAXIMIZE_QUALITY')) FROM many";

  private static final String LABELLING =
      "SELECT count_if(AI.IF('Is it positive? ' || review, embeddings => emb)) FROM many";

  /** Ways to give a query up. */
  private enum Way {
    JOB_GROUP,
    /** What PySpark does when a notebook's cell is interrupted. */
    ALL_JOBS,
    /** What Spark Connect does. */
    TAG,
    /** A cell of a notebook on the JVM; Spark itself leaves the job of an action running. */
    THREAD
  }

  /** Only a server that takes a while can be stopped between two replies. */
  private static final Duration LATENCY = Duration.ofMillis(20);

  @ParameterizedTest
  @CsvSource({
    "ANSWERING, JOB_GROUP",
    "ANSWERING, ALL_JOBS",
    "ANSWERING, TAG",
    "LABELLING, JOB_GROUP",
    "LABELLING, THREAD"
  })
  void nothingMoreIsSentAndWhatWasPaidIsKept(String phase, Way way) throws Exception {
    String query = phase.equals("ANSWERING") ? ANSWERING : LABELLING;
    try (Lab lab = Lab.open("local[2]", Lab.KEYWORDS, SETTINGS)) {
      // Adaptive execution prepares stages on threads of its own, which no interrupt reaches.
      String adaptive = Boolean.toString(way != Way.THREAD);
      SparkSession session = lab.fresh(Map.of("spark.sql.adaptive.enabled", adaptive));
      Reviews.create(session, "many", ROWS, 0);
      lab.server().setLatency(LATENCY);
      CompletableFuture<Throwable> ended = new CompletableFuture<>();
      Thread asking = start(session, query, ended);
      holdAfter(lab, PAID, ended);
      giveUp(session, way, asking);
      assertThat(ended.get(60, TimeUnit.SECONDS)).isNotNull();
      awaitIdle();
      long sent = lab.server().requests();
      lab.server().resume();

      // A later query on the same endpoint has to wait for nothing, and only its calls are added.
      session.sql("SELECT AI.IF('Is it good? ' || 'a good one')").collectAsList();
      assertThat(lab.server().requests()).isEqualTo(sent + 1);

      session.sql(query).collectAsList();
      long all = phase.equals("ANSWERING") ? ROWS : 200;
      assertThat(lab.server().requests()).isBetween(sent + 1 + all - sent, 1 + all + CONCURRENCY);
    }
  }

  /** What is in flight when the session closes is lost with it; nothing else is sent. */
  @Test
  void aClosedSessionSendsNothingMore() throws Exception {
    Lab lab = Lab.open("local[2]", Lab.KEYWORDS, SETTINGS);
    try {
      Reviews.create(lab.spark(), "many", ROWS, 0);
      lab.server().setLatency(LATENCY);
      CompletableFuture<Throwable> ended = new CompletableFuture<>();
      Thread unused = start(lab.spark(), ANSWERING, ended);
      holdAfter(lab, PAID, ended);
      lab.spark().stop();
      assertThat(ended.get(60, TimeUnit.SECONDS)).isNotNull();
      awaitIdle();
      long sent = lab.server().requests();
      lab.server().resume();
      // The local server answers in the order of arrival: what was queued would come before this.
      try (Lab next = Lab.open("local[2]", Lab.KEYWORDS, SETTINGS)) {
        next.spark().sql("SELECT AI.IF('Is it good? ' || 'a good one')").collectAsList();
      }
      assertThat(lab.server().requests()).isEqualTo(sent);
      assertThat(sent).isLessThan(ROWS / 2);
    } finally {
      lab.close();
    }
  }

  /** A later application could not find it, and it would be charged to its end. */
  @Test
  void aClosedSessionStopsTheBatchThatItWaitsFor() throws Exception {
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.put("spark.understudy.endpoints.default.batch", "true");
    settings.put("spark.understudy.endpoints.default.batch.poll", "20ms");
    try (Lab lab = Lab.open("local[2]", Lab.KEYWORDS, settings)) {
      Reviews.create(lab.spark(), "many", ROWS, 0);
      lab.server().holdBatches(true);
      CompletableFuture<Throwable> ended = new CompletableFuture<>();
      Thread unused = start(lab.spark(), LABELLING, ended);
      while (lab.server().batches() == 0) {
        assertThat(ended).as("before a batch was made").isNotDone();
        Thread.sleep(5);
      }
      // The rows of the first wave; those of the batch are done when it ends, if ever.
      assertThat(lab.server().requests()).isEqualTo(10);
      lab.spark().stop();
      assertThat(ended.get(60, TimeUnit.SECONDS)).isNotNull();
      assertThat(lab.server().requests()).isBetween(11L, 10 + lab.server().batchLines() - 1);
    }
  }

  private static Thread start(
      SparkSession session, String query, CompletableFuture<Throwable> ended) {
    Thread asking =
        new Thread(
            () -> {
              try {
                session.sparkContext().setJobGroup("cell", "a cell of a notebook", true);
                session.sparkContext().addJobTag("cell");
                session.sql(query).collectAsList();
                ended.completeExceptionally(new ExecutionException("it ended well", null));
              } catch (Throwable e) {
                ended.complete(e);
              }
            },
            "cell");
    asking.start();
    return asking;
  }

  /** Waits until some answers are paid for and as many requests as may be are in flight. */
  private static void holdAfter(Lab lab, int answers, CompletableFuture<Throwable> ended)
      throws InterruptedException {
    while (lab.server().requests() < answers) {
      assertThat(ended).as("before %d requests", answers).isNotDone();
      Thread.sleep(1);
    }
    lab.server().pause();
    while (lab.server().inFlight() < CONCURRENCY) {
      assertThat(ended).as("while requests are held").isNotDone();
      Thread.sleep(1);
    }
  }

  /**
   * Spark tells the caller before it has ended the tasks, and its own count of them is late by some
   * tenths of a second; the server holds its replies till then.
   */
  private static void awaitIdle() throws InterruptedException {
    while (Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .anyMatch(frame -> frame.getClassName().endsWith(".Executor$TaskRunner"))) {
      Thread.sleep(5);
    }
  }

  private static void giveUp(SparkSession session, Way way, Thread asking) {
    switch (way) {
      case JOB_GROUP -> session.sparkContext().cancelJobGroup("cell");
      case ALL_JOBS -> session.sparkContext().cancelAllJobs();
      case TAG -> session.sparkContext().cancelJobsWithTag("cell");
      case THREAD -> asking.interrupt();
    }
  }
}
