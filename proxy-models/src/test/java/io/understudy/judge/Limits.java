package io.understudy.judge;

/** Limits that only tests ask for. */
final class Limits {
  private Limits() {}

  /** Lower limit of Clopper and Pearson (1934), from k successes of n; 0 if k = 0. */
  static double lower(long k, long n, double delta) {
    return 1 - Tails.upperLimit(n - k, n, delta);
  }
}
