package io.understudy.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.account.Usage;
import io.understudy.call.Answer;
import io.understudy.call.Question;
import io.understudy.call.RowData;
import io.understudy.llm.LabelOutcome.Answered;
import io.understudy.llm.chat.OpenAiProvider;
import io.understudy.localllm.Fault;
import io.understudy.localllm.Faults;
import io.understudy.localllm.KeywordOracle;
import io.understudy.localllm.LocalLlmOptions;
import io.understudy.localllm.LocalLlmServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class PackerTest {
  private static final Question GOOD = Asking.yesNo("Is it good?");
  private static final int ROWS = 200;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Test
  void tenRowsPerRequestAnsweredByTheirNumber() throws Exception {
    try (LocalLlmServer server = server(Faults.NONE)) {
      Usage usage = usageOfRightAnswers(server, 10);
      assertThat(server.requests()).isEqualTo(ROWS / 10);
      assertThat(usage.calls()).isEqualTo(ROWS / 10);
      assertThat(server.timesAsked(text(3))).isEqualTo(1);
    }
  }

  /** Calls: 20 packs; 20 single rows where each pack leaves one out, all 200 where all is wrong. */
  @ParameterizedTest
  @CsvSource({"MISSING_ROW, 40", "OFF_LIST, 220", "EMPTY, 220", "CUT_ANSWER, 20", "REFUSAL, 220"})
  void whatAPackLeavesOutIsAskedSingly(Fault fault, long calls) throws Exception {
    try (LocalLlmServer server = server(Faults.NONE.with(fault, 1).firstAttempts(1))) {
      // The single questions are first attempts of their own, so they meet the fault, too.
      Usage usage = usageOfRightAnswers(server, 10);
      assertThat(usage.calls()).isEqualTo(server.requests());
      long twice = fault == Fault.MISSING_ROW || fault == Fault.CUT_ANSWER ? 0 : ROWS;
      assertThat(server.requests()).isEqualTo(calls + twice);
    }
  }

  @Test
  void rowsThatAreAskedAboutTogetherShareRequestsAndOneRowHasItsOwn() throws Exception {
    try (LocalLlmServer server = server(Faults.NONE);
        LabelClient client = client(server, 50)) {
      assertThat(client.ask(GOOD, Asking.row("good")).get()).isInstanceOf(Answered.class);
      for (CompletableFuture<LabelOutcome> asked :
          client.ask(GOOD, List.of(Asking.row("a"), Asking.row("b"), Asking.row("a")), PATIENCE)) {
        assertThat(asked.get()).isInstanceOf(Answered.class);
      }
      assertThat(server.requests()).isEqualTo(2);
      assertThat(server.timesAsked("a")).isEqualTo(1);
    }
  }

  @Test
  void aPackIsGivenUpOnlyWhenNobodyWaitsForIt() throws Exception {
    try (LocalLlmServer server = server(Faults.NONE);
        LabelClient client = client(server, 2)) {
      server.pause();
      List<CompletableFuture<LabelOutcome>> asked =
          client.ask(GOOD, List.of(Asking.row("good 1"), Asking.row("good 2")), PATIENCE);
      while (server.inFlight() < 1) {
        Thread.sleep(2);
      }
      asked.get(0).cancel(true);
      server.resume();
      assertThat(asked.get(1).get()).isInstanceOf(Answered.class);
      assertThat(server.requests()).isEqualTo(1);
    }
  }

  private static Usage usageOfRightAnswers(LocalLlmServer server, int packing) throws Exception {
    Usage usage = Usage.NONE;
    try (LabelClient client = client(server, packing)) {
      List<RowData> rows = IntStream.range(0, ROWS).mapToObj(i -> Asking.row(text(i))).toList();
      List<CompletableFuture<LabelOutcome>> asked = client.ask(GOOD, rows, PATIENCE);
      for (int i = 0; i < ROWS; i++) {
        LabelOutcome outcome = asked.get(i).get();
        assertThat(outcome).isInstanceOf(Answered.class);
        assertThat(((Answered) outcome).answer()).isEqualTo(Answer.of(i % 3 == 0 ? 1 : 0));
        usage = usage.plus(outcome.usage());
      }
    }
    return usage;
  }

  private static String text(int i) {
    return (i % 3 == 0 ? "good " : "bad ") + i;
  }

  private static LocalLlmServer server(Faults faults) {
    return LocalLlmServer.start(
        LocalLlmOptions.builder().oracle(new KeywordOracle("good")).faults(faults).build());
  }

  private static LabelClient client(LocalLlmServer server, int packing) throws LabelException {
    EndpointConfig endpoint = Asking.withPacking(Asking.endpoint(server.url()), packing);
    RetryPolicy fast =
        new RetryPolicy(
            Duration.ofMillis(4), Duration.ofMillis(40), Duration.ofSeconds(20), () -> 0.5);
    return new LabelClient(new OpenAiProvider().open(endpoint, ApiKey.NONE), endpoint, fast);
  }
}
