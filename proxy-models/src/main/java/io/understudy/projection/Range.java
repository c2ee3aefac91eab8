package io.understudy.projection;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A predicted value with its interval.
 *
 * @param low below it the value lies with probability 0.05
 * @param middle the median
 * @param high above it the value lies with probability 0.05
 */
public record Range(double low, double middle, double high) implements Serializable {
  /** Probability with which the value lies between low and high. */
  public static final double PROBABILITY = 0.9;

  public Range {
    if (low > middle || middle > high) {
      throw new IllegalArgumentException(low + " <= " + middle + " <= " + high + " is not so");
    }
  }

  /** A value that is known. */
  public static Range of(double known) {
    return new Range(known, known, known);
  }

  /**
   * The interval and the median of equally likely values.
   *
   * @param values at least one
   */
  public static Range of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double outside = (1 - PROBABILITY) / 2;
    return new Range(
        quantile(sorted, outside), quantile(sorted, 0.5), quantile(sorted, 1 - outside));
  }

  /**
   * The same in another unit.
   *
   * @param factor at least 0; NaN where the value in the other unit is not known
   */
  public Range times(double factor) {
    return new Range(low * factor, middle * factor, high * factor);
  }

  /**
   * The same interval, longer: its ends lie {@code factor} times as far from the median, but not
   * outside of what is possible.
   *
   * @param factor at least 1
   * @param least the smallest possible value
   * @param most the largest
   */
  Range stretched(double factor, double least, double most) {
    return new Range(
        Math.min(low, Math.max(least, middle - factor * (middle - low))),
        middle,
        Math.max(high, Math.min(most, middle + factor * (high - middle))));
  }

  /** Whether the interval holds a value. */
  public boolean covers(double value) {
    return value >= low && value <= high;
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
