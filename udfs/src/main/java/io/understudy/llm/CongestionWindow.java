package io.understudy.llm;

/**
 * How many requests may be in flight to an endpoint that says "too many": additive increase,
 * multiplicative decrease (Chiu and Jain, "Analysis of the increase and decrease algorithms for
 * congestion avoidance in computer networks", 1989). Several JVMs that share an endpoint converge
 * to equal shares without knowing of each other.
 *
 * <p>Never below one, so nobody starves; never above the configured concurrency, where it starts.
 * Not thread-safe.
 */
final class CongestionWindow {
  private static final double DECREASE = 0.5;

  private final int limit;
  private double size;
  private long lastDecrease;
  private boolean decreased;

  /**
   * @param limit the configured concurrency
   */
  CongestionWindow(int limit) {
    this.limit = limit;
    this.size = limit;
  }

  int size() {
    return (int) size;
  }

  /** A request was served: one more in flight after a whole window of these. */
  void served() {
    size = Math.min(limit, size + 1 / size);
  }

  /**
   * A request met "too many requests". What was sent before the last decrease tells nothing new.
   *
   * @param sentAt when it was sent
   * @param now on the same clock, in nanoseconds
   */
  void refused(long sentAt, long now) {
    if (!decreased || sentAt - lastDecrease > 0) {
      size = Math.max(1, size * DECREASE);
      decreased = true;
      lastDecrease = now;
    }
  }
}
