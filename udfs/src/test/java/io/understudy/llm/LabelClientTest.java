package io.understudy.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class LabelClientTest {
  private static final Question GOOD = Asking.yesNo("Is it good?");
  private static final RetryPolicy FAST =
      new RetryPolicy(
          Duration.ofMillis(4), Duration.ofMillis(40), Duration.ofSeconds(20), () -> 0.5);

  @Test
  void neverMoreRequestsInFlightThanConfigured() throws Exception {
    try (LocalLlmServer server = server();
        LabelClient client = client(server, 5, Duration.ofSeconds(20))) {
      server.pause();
      List<CompletableFuture<LabelOutcome>> asked = askMany(client, 40);
      await(() -> server.inFlight() == 5);
      server.resume();
      server.setLatency(Duration.ofMillis(3));
      for (CompletableFuture<LabelOutcome> one : asked) {
        assertThat(one.get()).isInstanceOf(Answered.class);
      }
      assertThat(server.maxInFlight()).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"REFUSAL", "OFF_LIST"})
  void anUnusableAnswerIsAskedForOnceMore(Fault fault) throws Exception {
    Faults faults = Faults.NONE.with(fault, 1);
    try (LocalLlmServer server = serverWith(faults.firstAttempts(1));
        LabelClient client = client(server, 2, Duration.ofSeconds(20))) {
      LabelOutcome healed = client.ask(GOOD, Asking.row("good")).get();
      assertThat(healed).isInstanceOf(Answered.class);
      assertThat(healed.usage().calls()).isEqualTo(2);

      server.setFaults(faults);
      LabelOutcome failed = client.ask(GOOD, Asking.row("other")).get();
      assertThat(failed).isInstanceOf(Failed.class);
      assertThat(((Failed) failed).problem())
          .isEqualTo(fault == Fault.REFUSAL ? "refusal" : "off-list answer");
      assertThat(failed.usage().calls()).isEqualTo(2);
      assertThat(server.timesAsked("other")).isEqualTo(2);
    }
  }

  @Test
  void equalQuestionsInFlightShareOneRequestAndItsUsageCountsOnce() throws Exception {
    try (LocalLlmServer server = server();
        LabelClient client = client(server, 4, Duration.ofSeconds(20))) {
      server.pause();
      CompletableFuture<LabelOutcome> first = client.ask(GOOD, Asking.row("good"));
      CompletableFuture<LabelOutcome> same = client.ask(GOOD, Asking.row("good"));
      CompletableFuture<LabelOutcome> third = client.ask(GOOD, Asking.row("good"));
      CompletableFuture<LabelOutcome> other =
          client.ask(Asking.yesNo("Is it bad?"), Asking.row("good"));
      await(() -> server.inFlight() == 2);
      assertThat(first.cancel(true)).isTrue();
      server.resume();

      assertThat(((Answered) same.get()).answer()).isEqualTo(Answer.of(1));
      assertThat(((Answered) third.get()).answer()).isEqualTo(Answer.of(1));
      assertThat(same.get().usage().calls() + third.get().usage().calls()).isEqualTo(1);
      assertThat(other.get().usage().calls()).isEqualTo(1);
      assertThat(server.requests()).isEqualTo(2);

      assertThat(client.ask(GOOD, Asking.row("good")).get().usage().calls()).isEqualTo(1);
    }
  }

  @Test
  void givingUpCancelsWhatIsQueuedAndKeepsWhatIsInFlight() throws Exception {
    try (LocalLlmServer server = server();
        LabelClient client = client(server, 2, Duration.ofSeconds(120))) {
      server.pause();
      List<CompletableFuture<LabelOutcome>> asked = askMany(client, 20);
      await(() -> server.inFlight() == 2);
      client.giveUp(asked);
      assertThat(asked).filteredOn(CompletableFuture::isCancelled).hasSize(18);
      CompletableFuture<LabelOutcome> later = client.ask(GOOD, Asking.row("later"));
      server.resume();
      assertThat(later.get()).isInstanceOf(Answered.class);
      for (CompletableFuture<LabelOutcome> one : asked) {
        if (!one.isCancelled()) {
          assertThat(one.get()).isInstanceOf(Answered.class);
        }
      }
      assertThat(server.requests()).isEqualTo(3);
    }
  }

  @Test
  void aPermanentErrorEndsAllAndLaterQuestionsAreNotSent() throws Exception {
    LocalLlmOptions options = LocalLlmOptions.builder().apiKey("k").build();
    try (LocalLlmServer server = LocalLlmServer.start(options);
        LabelClient client = client(server, 2, Duration.ofSeconds(20))) {
      for (CompletableFuture<LabelOutcome> one : askMany(client, 50)) {
        assertUnauthorized(one);
      }
      long sent = server.requests();
      assertThat(sent).isBetween(1L, 2L);
      assertUnauthorized(client.ask(GOOD, Asking.row("another")));
      assertThat(server.requests()).isEqualTo(sent);
    }
  }

  @Test
  void afterAWhileAPermanentErrorIsTriedAgain() throws Exception {
    RetryPolicy forgetful = new RetryPolicy(FAST.base(), FAST.cap(), Duration.ZERO, FAST.jitter());
    LocalLlmOptions options = LocalLlmOptions.builder().apiKey("k").build();
    try (LocalLlmServer server = LocalLlmServer.start(options)) {
      EndpointConfig endpoint = Asking.endpoint(server.url());
      try (LabelClient client =
          new LabelClient(new OpenAiProvider().open(endpoint, ApiKey.NONE), endpoint, forgetful)) {
        assertUnauthorized(client.ask(GOOD, Asking.row("a")));
        assertUnauthorized(client.ask(GOOD, Asking.row("b")));
        assertThat(server.requests()).isEqualTo(2);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"RATE_LIMIT, HTTP 429", "TRUNCATED, not of OpenAI's form"})
  void aRowWithoutReplyUntilTheDeadlineFailsAlone(Fault fault, String problem) throws Exception {
    Faults onlyBad = Faults.NONE.with(fault, 1);
    try (LocalLlmServer server = serverWith(onlyBad)) {
      EndpointConfig endpoint =
          Asking.withDeadline(Asking.endpoint(server.url()), Duration.ofMinutes(5));
      // Every look at the clock takes a minute: what the machine is busy with does not count.
      AtomicLong minutes = new AtomicLong();
      LongSupplier clock = () -> Duration.ofMinutes(minutes.incrementAndGet()).toNanos();
      try (LabelClient client =
          new LabelClient(
              new OpenAiProvider().open(endpoint, ApiKey.NONE),
              endpoint,
              FAST,
              Pace.UNLIMITED,
              clock)) {
        LabelOutcome outcome = client.ask(GOOD, Asking.row("x")).get();
        assertThat(outcome).isInstanceOf(Failed.class);
        assertThat(((Failed) outcome).problem()).contains("Gave up").contains(problem);
        assertThat(outcome.usage().calls()).isEqualTo(server.requests()).isBetween(2L, 6L);

        server.setFaults(Faults.NONE);
        assertThat(client.ask(GOOD, Asking.row("x")).get()).isInstanceOf(Answered.class);
      }
    }
  }

  @Test
  void aDeadEndpointIsNotManyFailedRowsButOneError() throws Exception {
    try (LocalLlmServer server = serverWith(Faults.NONE.with(Fault.SERVER_ERROR, 1))) {
      EndpointConfig endpoint =
          Asking.withConcurrency(
              Asking.withDeadline(Asking.endpoint(server.url()), Duration.ofMillis(150)), 2);
      try (LabelClient client =
          new LabelClient(new OpenAiProvider().open(endpoint, ApiKey.NONE), endpoint, FAST)) {
        for (CompletableFuture<LabelOutcome> one : askMany(client, 50)) {
          assertEndsWith(LabelException.Kind.DOWN, one);
        }
      }
    }
  }

  @Test
  void aRetryAfterBeyondTheDeadlineIsNotWaitedFor() throws Exception {
    Faults faults =
        Faults.NONE.with(Fault.RATE_LIMIT_RETRY_AFTER, 1).retryAfter(Duration.ofHours(1));
    try (LocalLlmServer server = serverWith(faults);
        LabelClient client = client(server, 2, Duration.ofSeconds(20))) {
      assertThat(client.ask(GOOD, Asking.row("x")).get()).isInstanceOf(Failed.class);
      assertThat(server.requests()).isEqualTo(1);
    }
  }

  @Test
  void closingEndsWhatIsOpen() throws Exception {
    try (LocalLlmServer server = server()) {
      LabelClient client = client(server, 1, Duration.ofSeconds(20));
      server.pause();
      List<CompletableFuture<LabelOutcome>> asked = askMany(client, 3);
      await(() -> server.inFlight() == 1);
      client.close();
      for (CompletableFuture<LabelOutcome> one : asked) {
        assertThatThrownBy(one::get)
            .isInstanceOfAny(CancellationException.class, ExecutionException.class);
      }
      assertThatThrownBy(() -> client.ask(GOOD, Asking.row("x")).get())
          .hasMessageContaining("closed");
    }
  }

  private static void assertUnauthorized(CompletableFuture<LabelOutcome> outcome) {
    assertEndsWith(LabelException.Kind.UNAUTHORIZED, outcome);
  }

  private static void assertEndsWith(
      LabelException.Kind kind, CompletableFuture<LabelOutcome> outcome) {
    assertThatThrownBy(outcome::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            LabelException.class, error -> assertThat(error.kind()).isEqualTo(kind));
  }

  private static List<CompletableFuture<LabelOutcome>> askMany(LabelClient client, int rows) {
    List<CompletableFuture<LabelOutcome>> asked = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      asked.add(client.ask(GOOD, Asking.row("row " + i)));
    }
    return asked;
  }

  private static LocalLlmServer server() {
    return LocalLlmServer.start(new KeywordOracle("good"));
  }

  private static LocalLlmServer serverWith(Faults faults) {
    return LocalLlmServer.start(
        LocalLlmOptions.builder().oracle(new KeywordOracle("good")).faults(faults).build());
  }

  private static LabelClient client(LocalLlmServer server, int concurrency, Duration timeout)
      throws LabelException {
    EndpointConfig endpoint =
        Asking.withTimeout(
            Asking.withConcurrency(Asking.endpoint(server.url()), concurrency), timeout);
    return new LabelClient(new OpenAiProvider().open(endpoint, ApiKey.NONE), endpoint, FAST);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(2);
    }
  }
}
