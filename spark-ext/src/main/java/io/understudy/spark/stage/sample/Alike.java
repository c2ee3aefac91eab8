package io.understudy.spark.stage.sample;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How alike the vectors are that stand beside the same data. From one to the next, less. */
public enum Alike {
  /** Bit by bit. */
  EQUAL,
  /**
   * As an embedder may give them for one text, asked twice: a model says the same of them, but for
   * a row on the very edge of a cut-off. Or some rows have no vector.
   */
  ROUNDED,
  /** They are about different things. */
  DIFFERENT;

  /**
   * Square of the distance, as a part of the square of the length, up to which a difference is
   * taken for one of rounding: an angle of some two degrees.
   */
  private static final double ROUNDING = 1e-3;

  /** Of two vectors; null for a row without a usable one. */
  static Alike of(float @Nullable [] one, float @Nullable [] other) {
    if (one == null || other == null) {
      return one == other ? EQUAL : ROUNDED;
    }
    if (Arrays.equals(one, other)) {
      return EQUAL;
    }
    return one.length == other.length && near(one, other) ? ROUNDED : DIFFERENT;
  }

  private static boolean near(float[] one, float[] other) {
    double distance = 0;
    double length = 0;
    for (int i = 0; i < one.length; i++) {
      double difference = (double) one[i] - other[i];
      distance += difference * difference;
      length += (double) one[i] * one[i];
    }
    return distance <= ROUNDING * length;
  }

  /** Of all vectors of two groups of rows. */
  Alike and(Alike other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
