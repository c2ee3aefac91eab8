package io.understudy.spark.stage.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.llm.ClusterLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Simulated time only. */
class ClusterBudgetTest {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final AtomicLong clock = new AtomicLong(123);

  @ParameterizedTest
  @CsvSource({"600, 0, 1", "600, 0, 4", "6, 0, 10", "0, 90000, 3", "600, 12000, 2"})
  void noMinuteHasMoreThanWasConfiguredAndNearlyAllOfItIsUsed(
      long requestsPerMinute, long tokensPerMinute, int jvms) {
    long tokensOfOne = 150;
    ClusterBudget budget = budget(new ClusterLimits(0, requestsPerMinute, tokensPerMinute));
    // Each JVM sends all of a lease when it may, and asks for the next one at once.
    Map<Long, Long> sent = new HashMap<>();
    Map<String, Long> perJvm = new HashMap<>();
    Map<String, Long> busyUntil = new HashMap<>();
    for (long now = 0; now < 10 * MINUTE; now += MINUTE / 6000) {
      clock.set(123 + now);
      for (int j = 0; j < jvms; j++) {
        String jvm = Integer.toString(j);
        if (busyUntil.getOrDefault(jvm, 0L) <= now) {
          ClusterLease lease = budget.lease(wish(jvm, 32, tokensOfOne));
          sent.merge(
              (now + lease.delayNanos()) / TimeUnit.SECONDS.toNanos(1),
              lease.requests(),
              Long::sum);
          perJvm.merge(jvm, lease.requests(), Long::sum);
          busyUntil.put(jvm, now + lease.delayNanos() + 1);
        }
      }
    }
    long most =
        requestsPerMinute == 0 || tokensPerMinute == 0
            ? Math.max(requestsPerMinute, tokensPerMinute / tokensOfOne)
            : Math.min(requestsPerMinute, tokensPerMinute / tokensOfOne);
    for (long from = 0; from < 9 * 60; from++) {
      long minute = 0;
      for (long second = from; second < from + 60; second++) {
        minute += sent.getOrDefault(second, 0L);
      }
      assertThat(minute).isBetween((long) (0.9 * most) - 1, most + 1);
    }
    // Nobody starves: everybody has at least half of an even share.
    assertThat(perJvm.values()).hasSize(jvms).allMatch(n -> n >= 10 * most / jvms / 2);
  }

  @ParameterizedTest
  @CsvSource({"10, 3", "10, 1", "4, 4", "3, 7", "1, 2"})
  void placesAreSharedEvenlyAndNeverTooMany(int places, int jvms) {
    ClusterBudget budget = budget(new ClusterLimits(places, 0, 0));
    Map<String, Integer> inFlight = new HashMap<>();
    Map<String, Integer> served = new HashMap<>();
    for (int round = 0; round < 200; round++) {
      clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(200));
      for (int j = 0; j < jvms; j++) {
        String jvm = Integer.toString(j);
        // What it had in flight ends when it renews; it then fills all places it is given.
        ClusterLease lease = budget.lease(wish(jvm, 0, 32, 0, 1));
        inFlight.put(jvm, lease.places());
        served.merge(jvm, lease.places(), Integer::sum);
        assertThat(inFlight.values().stream().mapToInt(n -> n).sum()).isLessThanOrEqualTo(places);
      }
    }
    assertThat(served.values()).hasSize(jvms).allMatch(n -> n > 0);
    if (places >= jvms) {
      assertThat(inFlight.values()).allMatch(n -> n >= places / jvms);
      assertThat(inFlight.values().stream().mapToInt(n -> n).sum()).isEqualTo(places);
    }
  }

  @Test
  void aLateComerWaitsForWhatIsInFlightAndThenHasItsShare() {
    ClusterBudget budget = budget(new ClusterLimits(10, 0, 0));
    assertThat(budget.lease(wish("a", 0, 32, 0, 1)).places()).isEqualTo(10);
    assertThat(budget.lease(wish("b", 0, 32, 0, 1)).places()).isZero();
    assertThat(budget.lease(wish("a", 10, 32, 0, 1)).places()).isEqualTo(5);
    assertThat(budget.lease(wish("b", 0, 32, 0, 1)).places()).as("10 still run").isZero();
    assertThat(budget.lease(wish("a", 6, 32, 0, 1)).places()).isEqualTo(5);
    assertThat(budget.lease(wish("b", 0, 32, 0, 1)).places()).isEqualTo(4);
  }

  @Test
  void whoHasNothingToAskLeavesItsPlaces() {
    ClusterBudget budget = budget(new ClusterLimits(10, 0, 0));
    assertThat(budget.lease(wish("a", 0, 32, 0, 1)).places()).isEqualTo(10);
    assertThat(budget.lease(wish("a", 0, 0, 0, 1)).places()).isZero();
    assertThat(budget.lease(wish("b", 0, 32, 0, 1)).places()).isEqualTo(10);
    budget.forget("b");
    assertThat(budget.lease(wish("c", 0, 32, 0, 1)).places()).isEqualTo(10);
    clock.addAndGet(Duration.ofSeconds(11).toNanos());
    assertThat(budget.lease(wish("d", 0, 32, 0, 1)).places()).as("c is silent").isEqualTo(10);
  }

  @Test
  void tokensThatWereUsedBeyondTheLeaseAreWaitedFor() {
    ClusterBudget budget = budget(new ClusterLimits(0, 0, 60_000));
    List<Long> delays = new ArrayList<>();
    for (long debt : new long[] {0, 0, 3000}) {
      delays.add(
          budget
              .lease(new DeskRequest.Lease("e", ClusterLimits.NONE, "a", 0, 8, 1, 500, debt))
              .delayNanos());
    }
    // 500 tokens are half a second of the flow, and the debt makes the next lease wait for it.
    assertThat(delays.get(1)).isCloseTo(505_000_000L, within());
    ClusterLease after =
        budget.lease(new DeskRequest.Lease("e", ClusterLimits.NONE, "a", 0, 8, 1, 500, 0));
    assertThat(after.delayNanos()).isCloseTo((500 + 500 + 3500) * 1_010_101L, within());
  }

  private static Offset<Long> within() {
    return Offset.offset(10_000_000L);
  }

  private ClusterBudget budget(ClusterLimits limits) {
    return new ClusterBudget(limits, clock::get);
  }

  private static DeskRequest.Lease wish(String jvm, long requests, long tokensOfOne) {
    return wish(jvm, 0, 32, requests, tokensOfOne);
  }

  private static DeskRequest.Lease wish(
      String jvm, int inFlight, int places, long requests, long tokensOfOne) {
    return new DeskRequest.Lease(
        "e", ClusterLimits.NONE, jvm, inFlight, places, requests, requests * tokensOfOne, 0);
  }
}
