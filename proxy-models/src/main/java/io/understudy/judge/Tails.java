package io.understudy.judge;

import org.apache.commons.math3.special.Beta;
import org.apache.commons.math3.special.Gamma;

/** Exact tails of counts, and the limits that follow from them. */
final class Tails {
  private static final int BISECTIONS = 60;

  // Above this the logarithms of the binomial coefficients lose the digits that matter, and a
  // sample is so small a part that replacement makes no difference.
  private static final long LARGEST_HYPERGEOMETRIC = 50_000_000L;

  private Tails() {}

  /** P(X at most k) for X binomial with n trials of probability p, by the incomplete beta. */
  static double binomial(long k, long n, double p) {
    if (k >= n || p <= 0) {
      return 1;
    }
    return p >= 1 ? 0 : Beta.regularizedBeta(1 - p, n - k, k + 1.0);
  }

  /**
   * P(X at most k) for X the number of marked among n drawn without replacement from {@code size}
   * of which {@code marked} are marked; an upper bound of it, the binomial tail, where the
   * population is very large.
   *
   * <p>That the binomial tail bounds it holds for k somewhat below the mean (Uhlmann 1966; Johnson,
   * Kemp and Kotz, Univariate Discrete Distributions, section 6.5); elsewhere 1 is returned.
   */
  static double hypergeometric(long k, long n, long marked, long size) {
    if (k >= Math.min(n, marked)) {
      return 1;
    }
    if (size > LARGEST_HYPERGEOMETRIC) {
      return withoutReplacement(k, n, (double) marked / size);
    }
    double all = logChoose(size, n);
    double tail = 0;
    for (long j = Math.max(0, n - (size - marked)); j <= k; j++) {
      tail += Math.exp(logChoose(marked, j) + logChoose(size - marked, n - j) - all);
    }
    return Math.min(1, tail);
  }

  /**
   * An upper bound of P(X at most k) for n drawn without replacement from a population of unknown
   * size whose marked share is p or more: the binomial tail, and 1 where that is not a bound.
   */
  static double withoutReplacement(long k, long n, double p) {
    // Uhlmann's condition k <= (n - 1) (p (N + 1) - 1) / N, at the smallest population N = n. With
    // k = 0 the bound holds always: every draw that is not marked makes the next mark likelier.
    boolean bounds = k == 0 || k <= (n - 1) * (p - (1 - p) / n);
    return bounds ? binomial(k, n, p) : 1;
  }

  /**
   * Upper limit of Clopper and Pearson (1934) for a share, from k successes of n: the largest p
   * that is compatible with so few; 1 if k = n.
   */
  static double upperLimit(long k, long n, double delta) {
    double low = 0;
    double high = 1;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      if (withoutReplacement(k, n, middle) > delta) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private static double logChoose(long n, long k) {
    if (k < 0 || k > n) {
      return Double.NEGATIVE_INFINITY;
    }
    return Gamma.logGamma(n + 1.0) - Gamma.logGamma(k + 1.0) - Gamma.logGamma(n - k + 1.0);
  }
}
