package io.understudy.llm.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.account.Usage;
import io.understudy.call.Answer;
import io.understudy.call.Question;
import io.understudy.call.RowData;
import io.understudy.llm.ApiKey;
import io.understudy.llm.Asking;
import io.understudy.llm.BatchModel.Job;
import io.understudy.llm.BatchModel.Line;
import io.understudy.llm.EndpointConfig;
import io.understudy.llm.LabelClient;
import io.understudy.llm.LabelException;
import io.understudy.llm.LabelOutcome;
import io.understudy.llm.LabelReply;
import io.understudy.llm.RetryPolicy;
import io.understudy.llm.chat.AnthropicProvider;
import io.understudy.llm.chat.OpenAiProvider;
import io.understudy.localllm.BatchPlan;
import io.understudy.localllm.Fault;
import io.understudy.localllm.Faults;
import io.understudy.localllm.KeywordOracle;
import io.understudy.localllm.LocalLlmOptions;
import io.understudy.localllm.LocalLlmServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The Batch API over real HTTP: what comes back is matched by name, and nothing is paid twice. */
@Timeout(60)
class BatchClientTest {
  private static final Question GOOD = Asking.yesNo("Is it good?");
  private static final RetryPolicy FAST =
      new RetryPolicy(
          Duration.ofMillis(4), Duration.ofMillis(20), Duration.ofSeconds(20), () -> 0.5);
  private static final int ROWS = 200;

  private final LocalLlmServer server =
      LocalLlmServer.start(
          LocalLlmOptions.builder().model("m").oracle(new KeywordOracle("good")).build());
  private EndpointConfig endpoint =
      Asking.withBatches(Asking.endpoint(server.url()), Duration.ofHours(1));
  private LabelClient client;
  private BatchClient batches;

  @BeforeEach
  void open() throws LabelException {
    client = new LabelClient(new OpenAiProvider().open(endpoint, ApiKey.NONE), endpoint, FAST);
    batches = BatchClient.of(client, endpoint);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private static LinkedHashMap<String, RowData> rows(int count) {
    LinkedHashMap<String, RowData> rows = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      rows.put("row-" + i, Asking.row(text(i)));
    }
    return rows;
  }

  private static String text(int i) {
    return (i % 3 == 0 ? "good \"" : "bad \u00e9\r\n") + i;
  }

  private static Answer right(String id) {
    return Answer.of(Integer.parseInt(id.substring("row-".length())) % 3 == 0 ? 1 : 0);
  }

  private BatchResult run(int count) throws Exception {
    BatchPart part = batches.parts(GOOD, rows(count)).get(0);
    Instant since = Instant.now();
    return result(batches.start(part, "token"), part, since);
  }

  private BatchResult result(Job job, BatchPart part, Instant since) throws Exception {
    return batches.result(job.id(), GOOD, part.ids(), 7, since, done -> {});
  }

  private static List<Line> wrong(BatchResult result) {
    return result.lines().values().stream()
        .filter(line -> line.item() instanceof LabelReply.Unusable)
        .toList();
  }

  private static void assertAnsweredRight(BatchResult result) {
    result
        .lines()
        .forEach(
            (id, line) -> {
              assertThat(line.id()).isEqualTo(id);
              if (line.item() instanceof LabelReply.Answered answered) {
                assertThat(answered.answer()).as(id).isEqualTo(right(id));
              }
            });
  }

  private static Usage usage(BatchResult result) {
    return result.lines().values().stream().map(Line::usage).reduce(Usage.NONE, Usage::plus);
  }

  @Test
  void everyLineHasItsOwnAnswerWhateverTheOrder() throws Exception {
    server.setBatches(BatchPlan.DEFAULT.after(Duration.ofMillis(50)));
    BatchResult result = run(ROWS);
    assertThat(result.lines()).hasSize(ROWS);
    assertThat(wrong(result)).isEmpty();
    assertAnsweredRight(result);
    assertThat(usage(result).calls()).isEqualTo(ROWS);
    assertThat(usage(result).estimated()).isFalse();
    assertThat(server.requests()).isEqualTo(ROWS);
    assertThat(server.batches()).isEqualTo(1);
  }

  @Test
  void aLineSaysWhatASingleRequestSays() throws Exception {
    LabelOutcome single = client.ask(GOOD, Asking.row(text(3))).get();
    BatchResult result = run(4);
    assertThat(result.lines())
        .containsEntry(
            "row-3",
            new Line(
                "row-3",
                new LabelReply.Answered(((LabelOutcome.Answered) single).answer()),
                single.usage()));
    assertThat(server.timesAsked(text(3))).isEqualTo(2);
  }

  @Test
  void whatTheServerDoesNotUnderstandIsLearntFromSingleRequests() throws Exception {
    try (LocalLlmServer plain =
        LocalLlmServer.start(
            LocalLlmOptions.builder()
                .oracle(new KeywordOracle("good"))
                .responseFormats(LocalLlmOptions.ResponseFormats.OBJECT)
                .build())) {
      EndpointConfig there = Asking.withBatches(Asking.endpoint(plain.url()), Duration.ofHours(1));
      try (LabelClient one =
          new LabelClient(new OpenAiProvider().open(there, ApiKey.NONE), there, FAST)) {
        one.ask(GOOD, Asking.row("good")).get();
        BatchClient many = BatchClient.of(one, there);
        BatchPart part = many.parts(GOOD, rows(20)).get(0);
        Job job = many.start(part, "token");
        BatchResult result = many.result(job.id(), GOOD, part.ids(), 7, Instant.now(), done -> {});
        assertThat(wrong(result)).isEmpty();
      }
    }
  }

  @Test
  void linesThatGoWrongAreTheirRowsProblemAndAreCounted() throws Exception {
    server.setBatches(BatchPlan.DEFAULT.lines(0.1, 0.1, 0.1, 0.1));
    BatchResult result = run(ROWS);
    assertThat(result.lines()).hasSize(ROWS);
    assertAnsweredRight(result);
    assertThat(wrong(result).stream().map(Line::item).distinct())
        .containsExactlyInAnyOrder(
            new LabelReply.Unusable("missing in the batch's output"),
            new LabelReply.Unusable("rejected by the endpoint (HTTP 500)"),
            new LabelReply.Unusable("answered twice, differently"));
    assertThat(wrong(result)).hasSizeBetween(ROWS / 4, ROWS / 2);
    assertThat(usage(result).calls()).isEqualTo(server.requests()).isEqualTo(ROWS);
  }

  @Test
  void unusableTextsAreUnusableLines() throws Exception {
    server.setFaults(Faults.NONE.with(Fault.REFUSAL, 0.3).with(Fault.OFF_LIST, 0.3));
    BatchResult result = run(ROWS);
    assertAnsweredRight(result);
    assertThat(wrong(result)).hasSizeBetween(ROWS / 3, ROWS * 4 / 5);
    assertThat(usage(result).calls()).isEqualTo(ROWS);
  }

  @Test
  void whatAnExpiredBatchHasDoneCounts() throws Exception {
    server.setBatches(BatchPlan.DEFAULT.expired(0.5));
    BatchResult result = run(ROWS);
    assertThat(result.problem()).isNull();
    assertAnsweredRight(result);
    assertThat(wrong(result))
        .hasSizeBetween(ROWS / 3, ROWS * 2 / 3)
        .allSatisfy(line -> assertThat(line.usage()).isEqualTo(Usage.NONE));
    assertThat(usage(result).calls()).isEqualTo(server.requests()).isLessThan(ROWS);
  }

  @Test
  void aRefusedBatchIsTheEndpointsProblem() throws Exception {
    server.setBatches(BatchPlan.DEFAULT.refused());
    BatchResult result = run(3);
    assertThat(result.lines()).isEmpty();
    assertThat(result.problem())
        .isNotNull()
        .hasMessageContaining("invalid_request")
        .hasMessageContaining("spark.understudy.endpoints.test");
    assertThat(server.requests()).isZero();
  }

  @Test
  void anUnknownModelIsEachLinesProblem() throws Exception {
    try (LocalLlmServer other =
        LocalLlmServer.start(LocalLlmOptions.builder().model("another").build())) {
      EndpointConfig there = Asking.withBatches(Asking.endpoint(other.url()), Duration.ofHours(1));
      try (LabelClient one =
          new LabelClient(new OpenAiProvider().open(there, ApiKey.NONE), there, FAST)) {
        BatchClient many = BatchClient.of(one, there);
        BatchPart part = many.parts(GOOD, rows(3)).get(0);
        Job job = many.start(part, "token");
        BatchResult result = many.result(job.id(), GOOD, part.ids(), 7, Instant.now(), done -> {});
        assertThat(wrong(result)).hasSize(3);
      }
    }
  }

  @Test
  void aBatchThatTakesTooLongIsCancelledAndWhatItHasDoneCounts() throws Exception {
    server.holdBatches(true);
    BatchPart part = batches.parts(GOOD, rows(ROWS)).get(0);
    Job job = batches.start(part, "token");
    BatchResult result = result(job, part, Instant.now().minus(Duration.ofHours(2)));
    assertThat(result.problem()).isNull();
    assertAnsweredRight(result);
    assertThat(wrong(result)).hasSizeBetween(ROWS / 3, ROWS * 2 / 3);
    assertThat(usage(result).calls()).isEqualTo(server.requests());
  }

  @Test
  void aBatchThatSomebodyElseCancelledIsToldApart() throws Exception {
    server.holdBatches(true);
    BatchPart part = batches.parts(GOOD, rows(ROWS)).get(0);
    Job job = batches.start(part, "token");
    batches.cancel(job.id());
    batches.cancel(job.id());
    assertThat(result(job, part, Instant.now()).problem())
        .isNotNull()
        .hasMessageContaining(job.id());
  }

  @Test
  void aBatchThatIsNotThereHasNoAnswersAndCostsNothing() throws Exception {
    BatchResult result =
        batches.result("batch_77", GOOD, List.of("a", "b"), 7, Instant.now(), done -> {});
    assertThat(wrong(result)).hasSize(2);
    assertThat(usage(result)).isEqualTo(Usage.NONE);
  }

  @Test
  void aBatchIsFoundByItsToken() throws Exception {
    Instant since = Instant.now();
    List<String> ids = new ArrayList<>();
    // More than a page of them.
    for (int i = 0; i < 45; i++) {
      ids.add(batches.start(batches.parts(GOOD, rows(1)).get(0), "token-" + i).id());
    }
    assertThat(batches.find("token-44", since).map(Job::id)).contains(ids.get(44));
    assertThat(batches.find("token-3", since).map(Job::id)).contains(ids.get(3));
    assertThat(batches.find("token-45", since)).isEmpty();
    assertThat(batches.find("token-3", Instant.now().plus(Duration.ofHours(2)))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      names = {"RATE_LIMIT", "RATE_LIMIT_RETRY_AFTER", "SERVER_ERROR", "RESET", "GARBAGE"},
      mode = Mode.INCLUDE)
  void callsThatFailAreRepeatedAndNoBatchIsMadeTwice(Fault fault) throws Exception {
    server.setBatches(
        BatchPlan.DEFAULT.calls(
            Faults.NONE.with(fault, 1).retryAfter(Duration.ZERO).firstAttempts(1)));
    BatchResult result = run(ROWS);
    assertThat(wrong(result)).isEmpty();
    assertThat(server.batches()).isEqualTo(1);
    assertThat(server.requests()).isEqualTo(ROWS);
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAUTHORIZED", "FORBIDDEN", "QUOTA_EXHAUSTED"})
  void whatWaitingDoesNotHealEndsItAtOnce(Fault fault) {
    server.setBatches(BatchPlan.DEFAULT.calls(Faults.NONE.with(fault, 1)));
    assertThatThrownBy(() -> run(3))
        .isInstanceOfSatisfying(
            LabelException.class, error -> assertThat(error.kind().retriable()).isFalse());
    assertThat(server.batches()).isZero();
    assertThat(server.statuses().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(1);
  }

  @Test
  void limitsOfTheApiSplitAnInput() throws Exception {
    Map<String, RowData> rows = rows(25);
    BatchClient byLines = BatchClient.of(client, endpoint, new BatchPart.Limits(10, 1_000_000));
    assertThat(byLines.parts(GOOD, rows).stream().map(part -> part.ids().size()))
        .containsExactly(10, 10, 5);
    BatchClient byBytes = BatchClient.of(client, endpoint, new BatchPart.Limits(1000, 4000));
    List<BatchPart> parts = byBytes.parts(GOOD, rows);
    assertThat(parts).hasSizeGreaterThan(3);
    assertThat(parts)
        .allSatisfy(
            part ->
                assertThat(part.lines().stream().mapToInt(line -> line.length).sum())
                    .isLessThanOrEqualTo(4000));
    assertThat(parts.stream().flatMap(part -> part.ids().stream()))
        .containsExactlyElementsOf(rows.keySet());
    BatchClient tooSmall = BatchClient.of(client, endpoint, new BatchPart.Limits(1000, 10));
    assertThat(tooSmall.parts(GOOD, rows)).hasSize(25);
  }

  @Test
  void otherProvidersHaveNoBatches() throws Exception {
    try (LabelClient other =
        new LabelClient(new AnthropicProvider().open(endpoint, ApiKey.NONE), endpoint, FAST)) {
      assertThatThrownBy(() -> BatchClient.of(other, endpoint))
          .isInstanceOf(LabelException.class)
          .hasMessageContaining("spark.understudy.endpoints.test.batch");
    }
  }
}
