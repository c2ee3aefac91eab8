package io.understudy.spark.stage.sample;

import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The smallest box around the vectors that stand beside the same data, where these are not all
 * equal. Which rows were seen first makes no difference.
 *
 * @param low the smallest entries; none if vectors have different lengths
 * @param high the largest
 */
@SuppressWarnings("ArrayRecordComponent")
public record Spread(float[] low, float[] high) implements Serializable {
  private static final Spread OF_LENGTHS = new Spread(new float[0], new float[0]);

  /**
   * Square of the box's diagonal, as a part of the square of the length of its middle, up to which
   * vectors are taken for one that was rounded: a model then says something else of rows on the
   * very edge of a cut-off only.
   */
  private static final double ROUNDING = 1e-5;

  /**
   * Around two vectors or boxes.
   *
   * @return null if all are equal
   */
  public static @Nullable Spread of(
      float[] one, @Nullable Spread around, float[] other, @Nullable Spread aroundOther) {
    if (around == null && aroundOther == null && Arrays.equals(one, other)) {
      return null;
    }
    return union(
        around == null ? new Spread(one, one) : around,
        aroundOther == null ? new Spread(other, other) : aroundOther);
  }

  private static Spread union(Spread one, Spread other) {
    int length = one.low.length;
    if (length != other.low.length) {
      return OF_LENGTHS;
    }
    float[] low = new float[length];
    float[] high = new float[length];
    for (int i = 0; i < length; i++) {
      low[i] = Math.min(one.low[i], other.low[i]);
      high[i] = Math.max(one.high[i], other.high[i]);
    }
    return new Spread(low, high);
  }

  /** Whether the vectors differ by more than rounding. */
  public boolean isWide() {
    double diagonal = 0;
    double length = 0;
    for (int i = 0; i < low.length; i++) {
      double side = (double) high[i] - low[i];
      double middle = ((double) high[i] + low[i]) / 2;
      diagonal += side * side;
      length += middle * middle;
    }
    return low.length == 0 || diagonal > ROUNDING * length;
  }
}
