package io.understudy.spark.stage.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.llm.ClusterLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several JVMs' paces against the driver's real budget, in simulated time. */
class DriverPaceTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
  private static final long TOKENS = 150;

  private final Time time = new Time();
  private final ClusterBudgets budgets = new ClusterBudgets(() -> time.now);

  @AfterEach
  void stop() {
    time.shutdownNow();
  }

  /** A timer whose clock jumps from one task to the next. */
  private static final class Time extends ScheduledThreadPoolExecutor {
    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private long now = 123;
    private long number;

    Time() {
      super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
      Task task = new Task(command, now + unit.toNanos(delay), number++);
      tasks.add(task);
      return task;
    }

    void runUntil(long end) {
      while (!tasks.isEmpty() && tasks.peek().at <= end) {
        Task task = tasks.remove();
        now = Math.max(now, task.at);
        task.run();
      }
      now = end;
    }

    private static final class Task extends FutureTask<Object> implements ScheduledFuture<Object> {
      private final long at;
      private final long number;

      Task(Runnable command, long at, long number) {
        super(command, true);
        this.at = at;
        this.number = number;
      }

      @Override
      public long getDelay(TimeUnit unit) {
        return unit.convert(at, TimeUnit.NANOSECONDS);
      }

      @Override
      public int compareTo(Delayed other) {
        Task task = (Task) other;
        return at == task.at ? Long.compare(number, task.number) : Long.compare(at, task.at);
      }
    }
  }

  /** An executor that has as much to ask as it may, from a moment on. */
  private final class Jvm {
    private final DriverPace pace;
    private final int concurrency;
    private final long latency;
    private final long tokensUsed;
    private final List<Long> sentAt = new ArrayList<>();
    private long until = Long.MAX_VALUE;
    private int inFlight;

    Jvm(
        String name,
        ClusterLimits limits,
        int concurrency,
        long latency,
        long tokensUsed,
        Function<DeskRequest.Lease, ClusterLease> driver) {
      this.concurrency = concurrency;
      this.latency = latency;
      this.tokensUsed = tokensUsed;
      this.pace =
          new DriverPace("endpoint", limits, name, concurrency, driver, time, () -> time.now);
    }

    void start() {
      while (time.now < until && inFlight < concurrency && pace.take(TOKENS, this::start)) {
        inFlight++;
        sentAt.add(time.now);
        ScheduledFuture<?> unused = time.schedule(this::end, latency, TimeUnit.NANOSECONDS);
      }
    }

    private void end() {
      inFlight--;
      pace.used(0, tokensUsed - TOKENS);
      pace.left();
      start();
    }

    long sentBetween(long from, long to) {
      return sentAt.stream().filter(at -> at >= from && at < to).count();
    }
  }

  private List<Jvm> jvms(int number, ClusterLimits limits, int concurrency, long tokensUsed) {
    List<Jvm> jvms = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      jvms.add(new Jvm("jvm" + i, limits, concurrency, SECOND / 4, tokensUsed, budgets::lease));
    }
    return jvms;
  }

  @ParameterizedTest
  @CsvSource({
    // requests a minute, tokens a minute, JVMs, tokens that a request really uses
    "600, 0, 1, 150",
    "600, 0, 3, 150",
    "60, 0, 4, 150",
    "0, 90000, 2, 150",
    "0, 90000, 2, 300",
    "0, 90000, 2, 75",
    "1200, 45000, 3, 150"
  })
  void aMinuteHasWhatWasConfiguredAndNobodyStarves(
      long requestsPerMinute, long tokensPerMinute, int number, long tokensUsed) {
    ClusterLimits limits = new ClusterLimits(0, requestsPerMinute, tokensPerMinute);
    List<Jvm> all = jvms(number, limits, 16, tokensUsed);
    all.forEach(Jvm::start);
    time.runUntil(6 * MINUTE);
    double byTokens = (double) tokensPerMinute / tokensUsed;
    double most =
        requestsPerMinute == 0
            ? byTokens
            : tokensPerMinute == 0 ? requestsPerMinute : Math.min(requestsPerMinute, byTokens);
    // The first minute learns what a request really uses.
    for (long from = MINUTE; from < 5 * MINUTE; from += SECOND) {
      long begin = from;
      long sent = all.stream().mapToLong(jvm -> jvm.sentBetween(begin, begin + MINUTE)).sum();
      assertThat((double) sent)
          .as("from second " + from / SECOND)
          .isBetween(0.9 * most, 1.03 * most);
    }
    assertThat(all)
        .allSatisfy(
            jvm -> assertThat((double) jvm.sentAt.size()).isGreaterThan(6 * most / number / 2));
  }

  @ParameterizedTest
  @CsvSource({"8, 1", "8, 2", "8, 3", "2, 5"})
  void neverMoreInFlightThanTheClusterMayHave(int places, int number) {
    List<Jvm> all = jvms(number, new ClusterLimits(places, 0, 0), 16, TOKENS);
    all.forEach(Jvm::start);
    int most = 0;
    for (long now = 0; now < MINUTE; now += SECOND / 20) {
      time.runUntil(123 + now);
      int inFlight = all.stream().mapToInt(jvm -> jvm.inFlight).sum();
      assertThat(inFlight).isLessThanOrEqualTo(places);
      most = Math.max(most, inFlight);
    }
    assertThat(most).isEqualTo(places);
    // 4 requests a second for each place; turns and renewals may cost some of it.
    long sent = all.stream().mapToLong(jvm -> jvm.sentAt.size()).sum();
    assertThat((double) sent).isGreaterThan(0.7 * 60 * 4 * places);
    assertThat(all).allSatisfy(jvm -> assertThat(jvm.sentAt).hasSizeGreaterThan(20));
  }

  @Test
  void whoHasNothingToAskLeavesItsPlacesToTheOthers() {
    List<Jvm> two = jvms(2, new ClusterLimits(8, 0, 0), 16, TOKENS);
    two.get(0).until = 10 * SECOND;
    two.forEach(Jvm::start);
    time.runUntil(20 * SECOND);
    assertThat(two.get(0).inFlight).isZero();
    assertThat(two.get(1).inFlight).isEqualTo(8);
  }

  @Test
  void aDriverThatDoesNotAnswerIsAskedAgain() {
    Jvm jvm =
        new Jvm(
            "jvm",
            new ClusterLimits(4, 600, 0),
            4,
            SECOND / 4,
            TOKENS,
            wish -> {
              if (time.now < 5 * SECOND) {
                throw new IllegalStateException("the driver is busy");
              }
              return budgets.lease(wish);
            });
    jvm.start();
    time.runUntil(30 * SECOND);
    assertThat(jvm.sentBetween(0, 5 * SECOND)).isZero();
    assertThat(jvm.sentBetween(7 * SECOND, 27 * SECOND)).isBetween(180L, 201L);
  }

  /** Room that piles up while nobody asks would be spent in a burst. */
  @Test
  void aPauseIsNoReserve() {
    List<Jvm> one = jvms(1, new ClusterLimits(0, 600, 0), 16, TOKENS);
    Jvm jvm = one.get(0);
    jvm.until = 10 * SECOND;
    jvm.start();
    time.runUntil(50 * SECOND);
    jvm.until = Long.MAX_VALUE;
    jvm.start();
    time.runUntil(60 * SECOND);
    assertThat(jvm.sentBetween(50 * SECOND, 60 * SECOND)).isBetween(80L, 106L);
  }
}
