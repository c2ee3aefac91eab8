package io.understudy.benchmarks.coverage;

import org.apache.commons.math3.distribution.BetaDistribution;

/** The limit of Clopper and Pearson (1934) for a rate. */
final class Tail {
  private Tail() {}

  /** The upper limit at 95% from k of n; 1 if k = n. */
  static double upperLimit(int k, int n) {
    return k == n ? 1 : new BetaDistribution(k + 1.0, n - k).inverseCumulativeProbability(0.95);
  }
}
