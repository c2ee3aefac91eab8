package io.understudy.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.understudy.llm.LabelException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class RequestQueueTest {
  private static final RetryPolicy FAST =
      new RetryPolicy(Duration.ofMillis(2), Duration.ofMillis(4), Duration.ofSeconds(9), () -> 0.9);
  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void noNewOneStartsWhileAsManyWaitAsMayBeInFlight() throws Exception {
    List<String> events = new CopyOnWriteArrayList<>();
    try (RequestQueue queue = new RequestQueue("one-slot", 1, LONG, FAST)) {
      CompletableFuture<String> limited =
          queue.submit(
              () -> {
                events.add("limited");
                if (events.size() == 1) {
                  throw new LabelException(Kind.RATE_LIMITED, "429", Duration.ofMillis(400), null);
                }
                return "served";
              });
      List<CompletableFuture<String>> others = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        others.add(
            queue.submit(
                () -> {
                  events.add("other");
                  return "other";
                }));
      }
      assertThat(limited.get()).isEqualTo("served");
      for (CompletableFuture<String> other : others) {
        assertThat(other.get()).isEqualTo("other");
      }
    }
    assertThat(events.subList(0, 2)).containsExactly("limited", "limited");
  }

  @Test
  void slotsAreFreeForOthersWhileSomeWait() throws Exception {
    CountDownLatch othersDone = new CountDownLatch(3);
    AtomicInteger attempts = new AtomicInteger();
    try (RequestQueue queue = new RequestQueue("two-slots", 2, LONG, FAST)) {
      CompletableFuture<Boolean> limited =
          queue.submit(
              () -> {
                if (attempts.incrementAndGet() == 1) {
                  throw new LabelException(Kind.RATE_LIMITED, "429", Duration.ofMillis(300), null);
                }
                return othersDone.getCount() == 0;
              });
      for (int i = 0; i < 3; i++) {
        CompletableFuture<Boolean> unused =
            queue.submit(
                () -> {
                  othersDone.countDown();
                  return true;
                });
      }
      assertThat(limited.get()).as("all others were served before the second attempt").isTrue();
    }
  }

  @Test
  void anEndpointThatIsDownIsNotMetByTheWholeQueue() throws Exception {
    Set<Integer> met = ConcurrentHashMap.newKeySet();
    CountDownLatch manyAttempts = new CountDownLatch(100);
    AtomicBoolean up = new AtomicBoolean();
    try (RequestQueue queue = new RequestQueue("down", 4, LONG, FAST)) {
      List<CompletableFuture<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int number = i;
        all.add(
            queue.submit(
                () -> {
                  if (!up.get()) {
                    met.add(number);
                    manyAttempts.countDown();
                    throw new LabelException(Kind.UNAVAILABLE, "503");
                  }
                  return number;
                }));
      }
      manyAttempts.await();
      assertThat(met).hasSizeLessThanOrEqualTo(8);
      up.set(true);
      for (int i = 0; i < all.size(); i++) {
        assertThat(all.get(i).get()).isEqualTo(i);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "TIMEOUT"})
  void anEndpointThatStaysDownEndsAllAtTheFirstDeadline(Kind kind) throws Exception {
    Set<Integer> met = ConcurrentHashMap.newKeySet();
    try (RequestQueue queue = new RequestQueue("dead", 2, Duration.ofMillis(100), FAST)) {
      assertThat(queue.submit(() -> "served before it died").get()).isNotEmpty();
      List<CompletableFuture<String>> all = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        int number = i;
        all.add(
            queue.submit(
                () -> {
                  met.add(number);
                  throw new LabelException(kind, "no reply");
                }));
      }
      for (CompletableFuture<String> one : all) {
        assertThat(kindOfFailure(one)).isEqualTo(Kind.DOWN);
      }
      assertThat(met).hasSizeLessThanOrEqualTo(4);
      CompletableFuture<String> later = queue.submit(() -> "not sent");
      assertThat(later).isCompletedExceptionally();
      assertThatThrownBy(later::get).hasMessageContaining("no reply").hasMessageContaining("dead");
    }
  }

  @Test
  void oneThatGivesUpWhileOthersAreServedFailsAlone() throws Exception {
    CountDownLatch tried = new CountDownLatch(1);
    try (RequestQueue queue = new RequestQueue("alive", 2, Duration.ofSeconds(1), FAST)) {
      CompletableFuture<String> unlucky =
          queue.submit(
              () -> {
                tried.countDown();
                throw new LabelException(Kind.UNAVAILABLE, "503");
              });
      tried.await();
      assertThat(queue.submit(() -> "served").get()).isEqualTo("served");
      assertThat(kindOfFailure(unlucky)).isEqualTo(Kind.UNAVAILABLE);
      assertThat(queue.submit(() -> "served").get()).isEqualTo("served");
    }
  }

  @Test
  void impatienceAndLongPausesDoNotProveAnEndpointDown() throws Exception {
    try (RequestQueue queue = new RequestQueue("paused", 2, LONG, FAST)) {
      CompletableFuture<String> impatient =
          queue.submit(
              () -> {
                throw new LabelException(Kind.UNAVAILABLE, "503");
              },
              Duration.ofMillis(20));
      CompletableFuture<String> paused =
          queue.submit(
              () -> {
                throw new LabelException(Kind.UNAVAILABLE, "503", LONG.multipliedBy(2), null);
              });
      assertThat(kindOfFailure(impatient)).isEqualTo(Kind.UNAVAILABLE);
      assertThat(kindOfFailure(paused)).isEqualTo(Kind.UNAVAILABLE);
      assertThat(queue.submit(() -> "served").get()).isEqualTo("served");
    }
  }

  @Test
  void cancellingOneWhoWaitsFreesItsPlace() throws Exception {
    CountDownLatch failed = new CountDownLatch(1);
    AtomicInteger attempts = new AtomicInteger();
    try (RequestQueue queue = new RequestQueue("cancelled", 1, LONG, FAST)) {
      CompletableFuture<String> waiting =
          queue.submit(
              () -> {
                attempts.incrementAndGet();
                failed.countDown();
                throw new LabelException(Kind.RATE_LIMITED, "429", Duration.ofSeconds(50), null);
              });
      CompletableFuture<String> next = queue.submit(() -> "next");
      failed.await();
      waiting.cancel(true);
      assertThat(next.get()).isEqualTo("next");
      assertThat(attempts).hasValue(1);
    }
  }

  @Test
  void noneOfSeveralThatAreCancelledIsSentInThePlaceOfAnother() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    AtomicInteger unwanted = new AtomicInteger();
    try (RequestQueue queue = new RequestQueue("together", 1, LONG, FAST)) {
      CompletableFuture<String> first =
          queue.submit(
              () -> {
                running.countDown();
                Thread.sleep(LONG.toMillis());
                return "first";
              });
      List<CompletableFuture<Integer>> queued =
          IntStream.range(0, 5).mapToObj(i -> queue.submit(unwanted::incrementAndGet)).toList();
      running.await();
      queue.holdDuring(
          () -> {
            first.cancel(true);
            // Long enough for the slot to become free and for the next request to take it.
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            queued.forEach(one -> one.cancel(true));
          });
      assertThat(queue.submit(() -> "next").get()).isEqualTo("next");
      assertThat(unwanted).hasValue(0);
    }
  }

  @Test
  void whatMayFinishIsNotSentAgain() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    AtomicInteger attempts = new AtomicInteger();
    try (RequestQueue queue = new RequestQueue("finishing", 1, LONG, FAST)) {
      CompletableFuture<String> unwanted =
          queue.submit(
              () -> {
                attempts.incrementAndGet();
                running.countDown();
                answered.await();
                throw new LabelException(Kind.UNAVAILABLE, "503");
              });
      CompletableFuture<String> next = queue.submit(() -> "next");
      running.await();
      assertThat(queue.letFinish(unwanted)).isTrue();
      assertThat(queue.letFinish(next)).as("it is not under way").isFalse();
      answered.countDown();
      // It was not refused for good, so nothing is said against what it asks.
      assertThatThrownBy(unwanted::get).isInstanceOf(CancellationException.class);
      assertThat(next.get()).isEqualTo("next");
      assertThat(attempts).hasValue(1);
    }
  }

  @Test
  void anInterruptMeantForOneRequestDoesNotHitTheNext() throws Exception {
    try (RequestQueue queue = new RequestQueue("interrupted", 1, LONG, FAST)) {
      for (int i = 0; i < 200; i++) {
        CountDownLatch running = new CountDownLatch(1);
        CompletableFuture<String> cancelled =
            queue.submit(
                () -> {
                  running.countDown();
                  Thread.onSpinWait();
                  return "maybe";
                });
        CompletableFuture<String> next =
            queue.submit(
                () -> {
                  Thread.sleep(0);
                  return "next";
                });
        running.await();
        cancelled.cancel(true);
        assertThat(next.get()).isEqualTo("next");
      }
    }
  }

  @Test
  void aBugInARequestIsNotRetriedAndFreesItsSlot() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    try (RequestQueue queue = new RequestQueue("bug", 1, LONG, FAST)) {
      CompletableFuture<String> broken =
          queue.submit(
              () -> {
                attempts.incrementAndGet();
                throw new IllegalStateException("bug");
              });
      assertThatThrownBy(broken::get)
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseInstanceOf(IllegalStateException.class);
      assertThat(queue.submit(() -> "fine").get()).isEqualTo("fine");
      assertThat(attempts).hasValue(1);
    }
  }

  @Test
  void atLeastOneRequestMustBeAllowed() {
    assertThatThrownBy(() -> new RequestQueue("none", 0, LONG, FAST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1");
  }

  private static Kind kindOfFailure(CompletableFuture<?> request) {
    ExecutionException failure = catchThrowableOfType(ExecutionException.class, request::get);
    if (failure.getCause() instanceof LabelException error) {
      return error.kind();
    }
    throw new AssertionError("not a LabelException", failure);
  }
}
