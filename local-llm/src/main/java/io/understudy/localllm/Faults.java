package io.understudy.localllm;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which requests meet which fault. Decided by a hash of the seed, the question, the row and how
 * often it was asked, so that a run repeats whatever the order of requests.
 *
 * @param seed another seed hits other requests
 * @param shares probability of each fault, in sum at most 1
 * @param retryAfter what {@link Fault#RATE_LIMIT_RETRY_AFTER} tells the client; whole seconds
 * @param attempts faults hit only the first so many requests of a row
 */
public record Faults(long seed, Map<Fault, Double> shares, Duration retryAfter, int attempts) {
  /** Every request is served well. */
  public static final Faults NONE =
      new Faults(0, Map.of(), Duration.ofSeconds(1), Integer.MAX_VALUE);

  public Faults {
    EnumMap<Fault, Double> sorted = new EnumMap<>(Fault.class);
    sorted.putAll(shares);
    double sum = sorted.values().stream().mapToDouble(Double::doubleValue).sum();
    if (sum > 1 + 1e-9 || sorted.values().stream().anyMatch(share -> !(share >= 0))) {
      throw new IllegalArgumentException(
          "fault probabilities must be at least 0 and sum to at most 1, were " + sorted);
    }
    shares = sorted;
  }

  /** The same, with a fault of this probability. */
  public Faults with(Fault fault, double probability) {
    EnumMap<Fault, Double> more = new EnumMap<>(Fault.class);
    more.putAll(shares);
    more.put(fault, probability);
    return new Faults(seed, more, retryAfter, attempts);
  }

  /** The same, with another seed. */
  public Faults seeded(long other) {
    return new Faults(other, shares, retryAfter, attempts);
  }

  /** The same, with another {@code Retry-After}. */
  public Faults retryAfter(Duration other) {
    return new Faults(seed, shares, other, attempts);
  }

  /** The same, for the first requests of each row only. */
  public Faults firstAttempts(int count) {
    return new Faults(seed, shares, retryAfter, count);
  }

  /**
   * The fault that a request meets.
   *
   * @param attempt 1 for the first request of this question and row
   */
  Optional<Fault> of(String identity, int attempt) {
    if (shares.isEmpty() || attempt > attempts) {
      return Optional.empty();
    }
    double drawn =
        StableHash.unit("fault", Long.toString(seed), identity, Integer.toString(attempt));
    double reached = 0;
    for (Map.Entry<Fault, Double> share : shares.entrySet()) {
      reached += share.getValue();
      if (drawn < reached) {
        return Optional.of(share.getKey());
      }
    }
    return Optional.empty();
  }
}
