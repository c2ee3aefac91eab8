package io.understudy.spark.account;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** How long each step of a run has taken: the time in which at least one thread was at it. */
final class StepClock {
  private static final double NANOS = 1e9;

  private final LongSupplier nanoTime;
  private final Map<Step, Double> seconds = new EnumMap<>(Step.class);
  private final Map<Step, Integer> threads = new EnumMap<>(Step.class);
  private final Map<Step, Long> since = new EnumMap<>(Step.class);

  /**
   * @param nanoTime a clock like {@link System#nanoTime}
   */
  StepClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  <T> T timed(Step step, Supplier<T> work) {
    begin(step);
    try {
      return work.get();
    } finally {
      end(step);
    }
  }

  private synchronized void begin(Step step) {
    if (threads.merge(step, 1, Integer::sum) == 1) {
      since.put(step, nanoTime.getAsLong());
    }
  }

  private synchronized void end(Step step) {
    if (threads.merge(step, -1, Integer::sum) == 0) {
      double spent = (nanoTime.getAsLong() - since.getOrDefault(step, 0L)) / NANOS;
      seconds.merge(step, spent, Double::sum);
    }
  }

  /** Puts what was measured elsewhere in the place of a step's time. */
  synchronized void set(Step step, double spent) {
    seconds.put(step, spent);
  }

  /** Of what has ended. */
  synchronized double seconds(Step step) {
    return seconds.getOrDefault(step, 0.0);
  }
}
