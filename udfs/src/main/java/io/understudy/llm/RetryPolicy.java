package io.understudy.llm;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the same request is sent again: exponential backoff with full jitter
 * ("Exponential Backoff And Jitter", AWS Architecture Blog, 2015), and never less than what the
 * endpoint asks for in {@code Retry-After}.
 *
 * @param base upper limit of the first wait; doubles with every attempt
 * @param cap upper limit of any wait that the endpoint did not ask for
 * @param failFast how long a permanent error answers later requests without sending them
 * @param jitter draws from [0, 1)
 */
public record RetryPolicy(Duration base, Duration cap, Duration failFast, DoubleSupplier jitter) {
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(
          Duration.ofMillis(250),
          Duration.ofSeconds(20),
          Duration.ofSeconds(3),
          () -> ThreadLocalRandom.current().nextDouble());

  /**
   * The wait before the next attempt.
   *
   * @param failures attempts that failed so far, at least 1
   * @param retryAfter what the endpoint asked for
   */
  public Duration delay(int failures, Optional<Duration> retryAfter) {
    int doublings = Math.min(failures - 1, 20);
    long limit = Math.min(cap.toNanos(), base.toNanos() << doublings);
    if (limit < 0) {
      limit = cap.toNanos();
    }
    Duration jittered = Duration.ofNanos((long) (limit * jitter.getAsDouble()));
    return retryAfter
        .map(asked -> asked.plus(Duration.ofNanos((long) (base.toNanos() * jitter.getAsDouble()))))
        .orElse(jittered);
  }
}
