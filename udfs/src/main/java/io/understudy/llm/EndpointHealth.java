package io.understudy.llm;

import io.understudy.llm.LabelException.Kind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells a row's bad luck from an endpoint that is down, for one {@link RequestQueue}: a circuit
 * breaker. The endpoint is down when a request gave up at the queue's deadline because the endpoint
 * did not answer, and no request at all was served since its first attempt. Thread-safe.
 */
final class EndpointHealth {
  private static final Set<Kind> WHOLE_ENDPOINT = EnumSet.of(Kind.UNAVAILABLE, Kind.TIMEOUT);

  private final String name;
  private final Duration deadline;
  private final Duration failFast;
  private final LongSupplier clock;
  private boolean everServed;
  private long lastServed;
  private @Nullable LabelException blockedBy;
  private long blockedUntil;

  /**
   * @param deadline a request that gave up earlier, by its own impatience, is no sign
   * @param failFast how long {@link #blockedBy()} answers after {@link #block}
   * @param clock what {@link System#nanoTime()} would say
   */
  EndpointHealth(String name, Duration deadline, Duration failFast, LongSupplier clock) {
    this.name = name;
    this.deadline = deadline;
    this.failFast = failFast;
    this.clock = clock;
  }

  /** A reply came. */
  synchronized void served() {
    everServed = true;
    lastServed = clock.getAsLong();
    if (blockedBy != null && blockedBy.kind() == Kind.DOWN) {
      blockedBy = null;
    }
  }

  /** Later requests are to fail with this error for a while. */
  synchronized void block(LabelException error) {
    blockedBy = error;
    blockedUntil = clock.getAsLong() + failFast.toNanos();
  }

  /** The error to fail with at once, if any. */
  synchronized @Nullable LabelException blockedBy() {
    if (blockedBy != null && clock.getAsLong() - blockedUntil >= 0) {
      blockedBy = null;
    }
    return blockedBy;
  }

  /**
   * What a request ends with that may not be sent again.
   *
   * @param last the last retriable error
   * @param limit how long the request was allowed to take
   * @param firstAttempt when it was sent first, as {@link System#nanoTime()}
   * @return of kind {@link Kind#DOWN} when the endpoint is down; else of the kind of the last error
   */
  synchronized LabelException givenUp(LabelException last, Duration limit, long firstAttempt) {
    String message =
        String.format(
            Locale.ROOT,
            // Without the number of attempts: equal problems of many rows are to count as one.
            "Gave up at the deadline of %.1f s: %s",
            limit.toMillis() / 1000.0,
            last.getMessage());
    Kind kind = last.kind();
    if (isDown(last, limit, firstAttempt)) {
      kind = Kind.DOWN;
      message =
          "Nothing was served by '%s' for as long as a request may take. ".formatted(name)
              + message;
    }
    return new LabelException(kind, message, last.retryAfter().orElse(null), last);
  }

  private boolean isDown(LabelException last, Duration limit, long firstAttempt) {
    // A pause beyond the deadline ends a request at its first attempt, which proves little.
    boolean tried = last.retryAfter().filter(pause -> pause.compareTo(limit) > 0).isEmpty();
    boolean servedSince = everServed && lastServed - firstAttempt > 0;
    return WHOLE_ENDPOINT.contains(last.kind())
        && tried
        && !servedSince
        && limit.compareTo(deadline) >= 0;
  }
}
