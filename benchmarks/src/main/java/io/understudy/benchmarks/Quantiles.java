package io.understudy.benchmarks;

import java.util.List;

/** Quantiles of a few measurements. */
public final class Quantiles {
  private Quantiles() {}

  /**
   * Interpolated between neighbours.
   *
   * @param values at least one
   * @param share in [0, 1]
   */
  public static double of(List<Double> values, double share) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
