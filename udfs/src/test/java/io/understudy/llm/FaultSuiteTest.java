package io.understudy.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.account.Usage;
import io.understudy.call.Answer;
import io.understudy.call.Question;
import io.understudy.llm.LabelOutcome.Answered;
import io.understudy.llm.LabelOutcome.Failed;
import io.understudy.llm.chat.OpenAiProvider;
import io.understudy.localllm.Fault;
import io.understudy.localllm.Faults;
import io.understudy.localllm.KeywordOracle;
import io.understudy.localllm.LocalLlmOptions;
import io.understudy.localllm.LocalLlmServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every fault that a server can show, over real HTTP: what it costs and what it does to answers.
 */
@Timeout(120)
class FaultSuiteTest {
  private static final Question GOOD = Asking.yesNo("Is it good?");
  private static final RetryPolicy FAST =
      new RetryPolicy(
          Duration.ofMillis(4), Duration.ofMillis(40), Duration.ofSeconds(20), () -> 0.5);

  private static final Set<Fault> PERMANENT =
      EnumSet.of(Fault.UNAUTHORIZED, Fault.FORBIDDEN, Fault.UNKNOWN_MODEL, Fault.QUOTA_EXHAUSTED);

  /** What may hit any request and be gone at the next. */
  private static final Set<Fault> PASSING = EnumSet.complementOf(EnumSet.copyOf(PERMANENT));

  private static final int ROWS = 1200;

  /** Calls: the bound that is promised, 1.35 for each row. */
  @Test
  void threeOfTenFirstRequestsFailAndEveryRowGetsItsAnswer() throws Exception {
    try (LocalLlmServer server = serverWith(evenly(0.3).firstAttempts(1))) {
      List<LabelOutcome> outcomes = ask(server, ROWS);
      assertThat(outcomes).allSatisfy(o -> assertThat(o).isInstanceOf(Answered.class));
      assertRightAndCounted(server, outcomes);
      assertThat(server.requests()).isBetween((long) (1.1 * ROWS), (long) (1.35 * ROWS));
    }
  }

  /** The same for second and later requests of a row: what is unusable twice is that row's NULL. */
  @Test
  void threeOfTenRequestsFailAndNoRowIsLost() throws Exception {
    try (LocalLlmServer server = serverWith(evenly(0.3))) {
      List<LabelOutcome> outcomes = ask(server, ROWS);
      assertRightAndCounted(server, outcomes);
      List<LabelOutcome> failed = outcomes.stream().filter(Failed.class::isInstance).toList();
      assertThat(failed)
          .hasSizeLessThan(ROWS / 50)
          .allSatisfy(o -> assertThat(((Failed) o).unreached()).isFalse())
          .allSatisfy(o -> assertThat(o.usage().calls()).isGreaterThanOrEqualTo(2));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAUTHORIZED", "FORBIDDEN", "UNKNOWN_MODEL", "QUOTA_EXHAUSTED"})
  void whatWaitingDoesNotHealEndsAllAfterTheRequestsInFlight(Fault fault) throws Exception {
    try (LocalLlmServer server = serverWith(Faults.NONE.with(fault, 1));
        LabelClient client = client(server, 4)) {
      for (CompletableFuture<LabelOutcome> one : askMany(client, 100)) {
        assertThatThrownBy(one::get)
            .isInstanceOf(ExecutionException.class)
            .cause()
            .isInstanceOfSatisfying(
                LabelException.class, error -> assertThat(error.kind().retriable()).isFalse());
      }
      assertThat(server.requests()).isLessThanOrEqualTo(4);
    }
  }

  private static void assertRightAndCounted(LocalLlmServer server, List<LabelOutcome> outcomes) {
    Usage usage = Usage.NONE;
    for (int i = 0; i < outcomes.size(); i++) {
      usage = usage.plus(outcomes.get(i).usage());
      if (outcomes.get(i) instanceof Answered answered) {
        assertThat(answered.answer()).isEqualTo(Answer.of(i % 3 == 0 ? 1 : 0));
      }
    }
    assertThat(usage.calls()).isEqualTo(server.requests());
    assertThat(server.answeredAgain()).isZero();
    assertThat(server.distinctTexts()).isEqualTo(outcomes.size());
  }

  private static Faults evenly(double share) {
    Faults faults = Faults.NONE.seeded(5).retryAfter(Duration.ZERO);
    for (Fault fault : PASSING) {
      faults = faults.with(fault, share / PASSING.size());
    }
    return faults;
  }

  private static List<LabelOutcome> ask(LocalLlmServer server, int rows) throws Exception {
    try (LabelClient client = client(server, 32)) {
      List<LabelOutcome> outcomes = new ArrayList<>();
      for (CompletableFuture<LabelOutcome> one : askMany(client, rows)) {
        outcomes.add(one.get());
      }
      return outcomes;
    }
  }

  private static List<CompletableFuture<LabelOutcome>> askMany(LabelClient client, int rows) {
    List<CompletableFuture<LabelOutcome>> asked = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      asked.add(client.ask(GOOD, Asking.row((i % 3 == 0 ? "good " : "bad ") + i)));
    }
    return asked;
  }

  private static LocalLlmServer serverWith(Faults faults) {
    return LocalLlmServer.start(
        LocalLlmOptions.builder().oracle(new KeywordOracle("good")).faults(faults).build());
  }

  private static LabelClient client(LocalLlmServer server, int concurrency) throws LabelException {
    // Long enough that only the fault itself times out, short enough to wait for some.
    EndpointConfig endpoint =
        Asking.withTimeout(
            Asking.withConcurrency(Asking.endpoint(server.url()), concurrency),
            Duration.ofSeconds(2));
    return new LabelClient(new OpenAiProvider().open(endpoint, ApiKey.NONE), endpoint, FAST);
  }
}
