package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.localllm.BatchPlan;
import io.understudy.localllm.Fault;
import io.understudy.localllm.Faults;
import io.understudy.localllm.LocalLlmOptions;
import io.understudy.localllm.LocalLlmServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels that are bought by batches: the same answers for the same calls, and never paid twice. */
@Timeout(300)
class BatchTest {
  private static final String ENDPOINT = "spark.understudy.endpoints.default.";
  private static final Map<String, String> BATCHES =
      Map.of(ENDPOINT + "batch", "true", ENDPOINT + "batch.poll", "20ms");

  private static final String IF =
      "SELECT count_if(ai), count_if(ai = good) FROM (SELECT good, AI.IF('Is it positive? ' ||"
          + " review, embeddings => emb) AS ai FROM reviews)";
  private static final String CLASSIFY =
      "SELECT ai, count(*), count_if(ai = kind) FROM (SELECT kind, AI.CLASSIFY(review,"
          + " array('book', 'film', 'game'), embeddings => emb) AS ai FROM reviews) GROUP BY ai"
          + " ORDER BY ai";

  private static final AtomicInteger STORES = new AtomicInteger();

  @RegisterExtension static final SharedLab LAB = new SharedLab();

  @BeforeEach
  void wellBehaved() {
    LAB.server().holdBatches(false);
    LAB.server().setBatches(BatchPlan.DEFAULT);
    LAB.server().setFaults(Faults.NONE);
    LAB.server().reset();
  }

  private static SparkSession batching() {
    return LAB.small(BATCHES);
  }

  private static SparkSession batching(Path store) {
    Map<String, String> settings = new HashMap<>(BATCHES);
    settings.put("spark.understudy.store", store.toString());
    settings.put(ENDPOINT + "model", "local");
    return LAB.small(settings);
  }

  private static Path newStore() throws IOException {
    Path store = Lab.folder("batch-store-" + STORES.incrementAndGet());
    Folders.delete(store);
    return store;
  }

  private static List<String> run(SparkSession session, String query) {
    return Answers.of(session.sql(query).collectAsList());
  }

  /** What a synchronous run answers and asks. */
  private record Clean(List<String> answers, long calls) {
    static Clean of(String query) {
      List<String> answers = run(LAB.small(Map.of()), query);
      long calls = LAB.server().requests();
      LAB.server().reset();
      return new Clean(answers, calls);
    }
  }

  private static void awaitBatches(long count, CompletableFuture<?> running)
      throws InterruptedException {
    while (LAB.server().batches() < count) {
      assertThat(running).as("before a batch was made").isNotDone();
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private static void awaitNoOpenBatches(Path store) throws IOException, InterruptedException {
    while (!openBatches(store).isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static List<Path> openBatches(Path store) throws IOException {
    Path folder = store.resolve("batches");
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {IF, CLASSIFY})
  void theSameAnswersForTheSameCalls(String query) {
    Clean clean = Clean.of(query);
    SparkSession session = batching();
    assertThat(run(session, query)).isEqualTo(clean.answers());
    assertThat(LAB.server().requests()).isEqualTo(clean.calls());
    assertThat(LAB.server().answeredAgain()).isZero();
    assertThat(LAB.server().batchLines()).isBetween(100L, 190L);
    assertThat(run(session, "SELECT calls FROM understudy_runs() ORDER BY started_at DESC LIMIT 1"))
        .containsExactly(Long.toString(clean.calls()));
    assertThat(run(session, query)).isEqualTo(clean.answers());
    assertThat(LAB.server().requests()).isEqualTo(clean.calls());
  }

  @Test
  void whatABatchLeavesOutIsAskedSingly() {
    Clean clean = Clean.of(IF);
    LAB.server().setBatches(BatchPlan.DEFAULT.expired(0.5));
    assertThat(run(batching(), IF)).isEqualTo(clean.answers());
    assertThat(LAB.server().requests()).isEqualTo(clean.calls());
    assertThat(LAB.server().answeredAgain()).isZero();
  }

  @Test
  void linesThatGoWrongCostOneMoreCallEach() {
    Clean clean = Clean.of(IF);
    LAB.server().setBatches(BatchPlan.DEFAULT.lines(0.05, 0.05, 0.05, 0.05));
    SparkSession session = batching();
    assertThat(run(session, IF)).isEqualTo(clean.answers());
    long calls = LAB.server().requests();
    assertThat(calls).isBetween(clean.calls() + 1, clean.calls() + LAB.server().batchLines() / 3);
    assertThat(run(session, "SELECT calls FROM understudy_runs() ORDER BY started_at DESC LIMIT 1"))
        .containsExactly(Long.toString(calls));
  }

  @Test
  void aRefusedBatchFailsTheQueryAndIsForgotten() {
    LAB.server().setBatches(BatchPlan.DEFAULT.refused());
    SparkSession session = batching();
    assertThatThrownBy(() -> run(session, IF))
        .satisfies(e -> assertThat(Errors.conditions(e)).contains("UNDERSTUDY_ENDPOINT"))
        .hasStackTraceContaining("invalid_request");
    assertThat(LAB.server().requests()).isEqualTo(10);
    LAB.server().setBatches(BatchPlan.DEFAULT);
    assertThat(run(session, IF)).hasSize(1);
  }

  @Test
  void aKeyThatIsRefusedIsFoundByTheFirstRows() {
    LAB.server().setFaults(Faults.NONE.with(Fault.UNAUTHORIZED, 1));
    assertThatThrownBy(() -> run(batching(), IF))
        .satisfies(e -> assertThat(Errors.conditions(e)).contains("UNDERSTUDY_ENDPOINT"));
    assertThat(LAB.server().batches()).isZero();
  }

  /** Lines that brought nothing were paid, too, so the planned labels are more than the budget. */
  @Test
  void aBudgetHoldsForBatches() {
    LAB.server().setBatches(BatchPlan.DEFAULT.lines(0, 0.2, 0, 0));
    SparkSession session = batching();
    session.conf().set("spark.understudy.budget.calls", "200");
    assertThatThrownBy(() -> run(session, IF))
        .satisfies(
            e ->
                assertThat(Errors.conditions(e))
                    .containsAnyOf("UNDERSTUDY_BUDGET.ESTIMATED", "UNDERSTUDY_BUDGET.USED_UP"));
    assertThat(LAB.server().batches()).isPositive();
    assertThat(LAB.server().requests()).isBetween(50L, 220L);
  }

  /** What a killed application leaves of its batch's name. */
  private enum Left {
    NAME,
    TORN_FILE,
    NOTHING
  }

  @ParameterizedTest
  @EnumSource
  void aKilledDriversBatchIsWaitedForAndNotPaidAgain(Left left) throws Exception {
    Clean clean = Clean.of(IF);
    Path store = newStore();
    LAB.server().holdBatches(true);
    try (Program victim = OtherApplication.start(LAB.lab(), store, IF, BATCHES)) {
      while (LAB.server().batches() < 1
          || openBatches(store).stream().noneMatch(f -> f.toString().endsWith(".started.json"))) {
        assertThat(victim.alive()).as(victim.log()).isTrue();
        TimeUnit.MILLISECONDS.sleep(10);
      }
      victim.kill();
    }
    assertThat(LAB.server().requests()).isEqualTo(10);
    long lines = LAB.server().batchLines();
    for (Path file : openBatches(store)) {
      if (left != Left.NAME && file.toString().endsWith(".started.json")) {
        Files.delete(file);
        Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
        if (left == Left.TORN_FILE) {
          Files.writeString(file, "{\"format\":1,\"tok");
        }
      }
    }
    SparkSession session = batching(store);
    CompletableFuture<List<String>> second = CompletableFuture.supplyAsync(() -> run(session, IF));
    TimeUnit.SECONDS.sleep(1);
    assertThat(LAB.server().batchLines()).isEqualTo(lines);
    LAB.server().holdBatches(false);
    assertThat(second.get(120, TimeUnit.SECONDS)).isEqualTo(clean.answers());
    assertThat(LAB.server().requests()).isEqualTo(clean.calls());
    assertThat(LAB.server().answeredAgain()).isZero();
    awaitNoOpenBatches(store);
    assertThat(run(session, "SELECT count(*), count(DISTINCT data_hash) FROM understudy_labels()"))
        .containsExactly(clean.calls() + " | " + clean.calls());
  }

  @Test
  void aCancelledQueryStopsTheBatchThatNobodyCouldFindAgain() throws Exception {
    SparkSession session = batching();
    cancelWhileItWaits(session);
    // What the endpoint had done by then is kept for this application.
    while (LAB.server().requests() <= 10) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    LAB.server().holdBatches(false);
    run(session, IF);
    assertThat(LAB.server().answeredAgain()).isZero();
  }

  @Test
  void aCancelledQuerysBatchGoesOnWhereAStoreKnowsOfIt() throws Exception {
    Clean clean = Clean.of(IF);
    Path store = newStore();
    SparkSession session = batching(store);
    cancelWhileItWaits(session);
    assertThat(LAB.server().requests()).isEqualTo(10);
    assertThat(openBatches(store)).isNotEmpty();
    LAB.server().holdBatches(false);
    assertThat(run(session, IF)).isEqualTo(clean.answers());
    assertThat(LAB.server().requests()).isEqualTo(clean.calls());
    awaitNoOpenBatches(store);
  }

  private static void cancelWhileItWaits(SparkSession session) throws Exception {
    LAB.server().holdBatches(true);
    CompletableFuture<List<String>> running =
        CompletableFuture.supplyAsync(
            () -> {
              session.sparkContext().setJobGroup("cell", "a cell of a notebook", true);
              return run(session, IF);
            });
    awaitBatches(1, running);
    while (!running.isDone()) {
      // Until a job of the group is there to be cancelled.
      session.sparkContext().cancelJobGroup("cell");
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertThat(running).isCompletedExceptionally();
  }

  /** A batch cannot be taught what the server understands, so a single request comes before it. */
  @Test
  void theFirstWordsAreSinglyAlsoWhereTheFirstRowsArePaidFor() {
    try (LocalLlmServer plain =
        LocalLlmServer.start(
            LocalLlmOptions.builder()
                .oracle(Lab.KEYWORDS)
                .responseFormats(LocalLlmOptions.ResponseFormats.NONE)
                .build())) {
      String url = plain.url().toString();
      Map<String, String> few = new HashMap<>();
      few.put(ENDPOINT + "url", url);
      few.put(ENDPOINT + "model", "plain");
      few.put("spark.understudy.labels", "40");
      // Forty labels show nothing, so the query ends when they are paid for.
      few.put("spark.understudy.onReject", "FAIL");
      assertThatThrownBy(() -> run(LAB.small(few), IF)).hasMessageContaining("UNDERSTUDY_");
      long paid = plain.distinctTexts();
      assertThat(paid).isBetween(20L, 100L);
      plain.reset();

      // Another concurrency is another client, which has not spoken to the server yet.
      Map<String, String> more = new HashMap<>(BATCHES);
      more.put(ENDPOINT + "url", url);
      more.put(ENDPOINT + "model", "plain");
      more.put(ENDPOINT + "concurrency", "3");
      List<String> answers = run(LAB.small(more), IF);
      assertThat(answers).isEqualTo(run(LAB.small(Map.of(ENDPOINT + "model", "clean")), IF));
      assertThat(plain.batchLines()).isGreaterThan(50);
      // Each step down, from schema to object to nothing, may be met by all that are in flight.
      assertThat(plain.requests())
          .isBetween((long) plain.distinctTexts(), plain.distinctTexts() + 6L);
    }
  }

  /** The endpoint goes on with a batch that cannot be looked at. */
  @Test
  void aBatchThatCouldNotBeFollowedIsFollowedByTheNextQuery() throws Exception {
    Clean clean = Clean.of(IF);
    SparkSession session = batching();
    session.conf().set(ENDPOINT + "deadline", "1s");
    LAB.server().holdBatches(true);
    CompletableFuture<List<String>> first = CompletableFuture.supplyAsync(() -> run(session, IF));
    awaitBatches(1, first);
    LAB.server().setBatches(BatchPlan.DEFAULT.calls(Faults.NONE.with(Fault.SERVER_ERROR, 1)));
    assertThat(first).failsWithin(120, TimeUnit.SECONDS);
    LAB.server().setBatches(BatchPlan.DEFAULT);
    LAB.server().holdBatches(false);
    // An endpoint that was down is believed to be for some seconds.
    TimeUnit.SECONDS.sleep(4);
    session.conf().set(ENDPOINT + "deadline", "60s");
    assertThat(run(session, IF)).isEqualTo(clean.answers());
    assertThat(LAB.server().requests()).isEqualTo(clean.calls());
    assertThat(LAB.server().answeredAgain()).isZero();
  }

  @Test
  void aBatchThatTakesTooLongIsGivenUp() {
    Clean clean = Clean.of(IF);
    LAB.server().setBatches(BatchPlan.DEFAULT.after(Duration.ofHours(1)));
    SparkSession session = batching();
    session.conf().set(ENDPOINT + "batch.longest", "100ms");
    assertThat(run(session, IF)).isEqualTo(clean.answers());
    assertThat(LAB.server().requests()).isEqualTo(clean.calls());
  }
}
