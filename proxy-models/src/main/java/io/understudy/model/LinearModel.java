package io.understudy.model;

import java.util.Arrays;

/**
 * A linear classifier with softmax or sigmoid probabilities, trained on vectors of Euclidean length
 * 1. It takes vectors of any length and divides by their norm itself. Immutable by convention: the
 * arrays are shared, not copied, because they are broadcast and read once per row.
 *
 * @param dimension length of the vectors it scores
 * @param classes number of classes K, at least 2
 * @param weights row-major. For two classes one row: the margin of class 1 over class 0. For more,
 *     K rows
 * @param intercepts one per row of {@code weights}
 */
@SuppressWarnings("ArrayRecordComponent")
public record LinearModel(int dimension, int classes, float[] weights, float[] intercepts)
    implements Scorer {

  public LinearModel {
    if (classes < 2) {
      throw new IllegalArgumentException("a model needs at least 2 classes, but has " + classes);
    }
    int rows = classes == 2 ? 1 : classes;
    if (weights.length != rows * dimension || intercepts.length != rows) {
      throw new IllegalArgumentException(
          String.format(
              java.util.Locale.ROOT,
              "a model of %d classes and dimension %d needs %d weights and %d intercepts, but has"
                  + " %d and %d",
              classes,
              dimension,
              rows * dimension,
              rows,
              weights.length,
              intercepts.length));
    }
  }

  /** Whether a vector has a direction: no entry is NaN or infinite, and not all are zero. */
  public static boolean scorable(float[] vector) {
    return scorable(squares(vector));
  }

  /**
   * The same for a row that lies in a larger array.
   *
   * @param offset of the row's first entry
   */
  public static boolean scorable(float[] values, int offset, int length) {
    float touched = Products.touch(values, offset, length);
    return (quick(Products.squares(values, offset, length)) && !Float.isNaN(touched))
        || scorable(squares(values, offset, length));
  }

  /** Squares of floats do not overflow a double, so this catches exactly NaN, infinity and zero. */
  private static boolean scorable(double squares) {
    return squares > 0 && squares < Double.POSITIVE_INFINITY;
  }

  /** The sum of the squares, in doubles. */
  static double squares(float[] values) {
    return squares(values, 0, values.length);
  }

  private static double squares(float[] values, int offset, int length) {
    double squares = 0;
    for (int i = offset; i < offset + length; i++) {
      squares += (double) values[i] * values[i];
    }
    return squares;
  }

  /**
   * Computes the probability of every class. Allocates nothing. {@link LinearKernel} gives the same
   * bits for many rows faster.
   *
   * @param vector an embedding, not normalised
   * @param probabilitiesOut where the probabilities go, of length {@link #classes()}
   * @return false, with the probabilities untouched, when the vector can't be scored: wrong length,
   *     a NaN or infinite entry, or length zero
   */
  public boolean score(float[] vector, float[] probabilitiesOut) {
    if (vector.length != dimension) {
      return false;
    }
    float squares = Products.squares(vector, 0, dimension);
    if (!quick(squares)) {
      return scoreSlowly(vector, 0, probabilitiesOut);
    }
    double scale = 1 / Math.sqrt(squares);
    if (classes == 2) {
      Margins.sigmoid(
          Products.of(vector, 0, weights, 0, dimension) * scale + intercepts[0], probabilitiesOut);
      return true;
    }
    for (int c = 0; c < classes; c++) {
      float product = Products.inFours(vector, weights, c * dimension, dimension);
      probabilitiesOut[c] = (float) (product * scale + intercepts[c]);
    }
    softmax(probabilitiesOut);
    return true;
  }

  /**
   * Whether sums of floats are exact enough for a vector: its squares are neither tiny nor huge.
   */
  static boolean quick(float squares) {
    return squares > 1e-12f && squares < 1e12f;
  }

  /** The same in doubles, for vectors whose squares do not fit a float, and for useless ones. */
  boolean scoreSlowly(float[] values, int offset, float[] probabilitiesOut) {
    double squares = squares(values, offset, dimension);
    if (!scorable(squares)) {
      return false;
    }
    double scale = 1 / Math.sqrt(squares);
    if (classes == 2) {
      Margins.sigmoid(margin(values, offset, 0, scale), probabilitiesOut);
      return true;
    }
    for (int c = 0; c < classes; c++) {
      probabilitiesOut[c] = (float) margin(values, offset, c, scale);
    }
    softmax(probabilitiesOut);
    return true;
  }

  @Override
  public boolean score(Features row, float[] probabilitiesOut) {
    return score(row.vector(), probabilitiesOut);
  }

  /**
   * The class with the largest probability; the lower class on ties. Allocates nothing.
   *
   * @param probabilities as written by {@link #score}
   */
  public static int label(float[] probabilities) {
    int best = 0;
    for (int c = 1; c < probabilities.length; c++) {
      if (probabilities[c] > probabilities[best]) {
        best = c;
      }
    }
    return best;
  }

  /**
   * What cut-offs are compared with: for two classes the probability of class 1, for more the
   * largest probability. Allocates nothing.
   *
   * @param probabilities as written by {@link #score}
   */
  public static double score(float[] probabilities) {
    return probabilities.length == 2 ? probabilities[1] : probabilities[label(probabilities)];
  }

  /** {@link #label(float[])} and {@link #score(float[])} together. */
  public static Verdict verdict(float[] probabilities) {
    return new Verdict(label(probabilities), score(probabilities));
  }

  /** Turns margins into probabilities. */
  static void softmax(float[] margins) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float margin : margins) {
      largest = Math.max(largest, margin);
    }
    double sum = 0;
    for (int c = 0; c < margins.length; c++) {
      double power = Math.exp(margins[c] - largest);
      margins[c] = (float) power;
      sum += power;
    }
    for (int c = 0; c < margins.length; c++) {
      margins[c] = (float) (margins[c] / sum);
    }
  }

  private double margin(float[] values, int offset, int row, double scale) {
    double product = 0;
    for (int i = 0; i < dimension; i++) {
      product += (double) weights[row * dimension + i] * values[offset + i];
    }
    return product * scale + intercepts[row];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LinearModel that
        && dimension == that.dimension
        && classes == that.classes
        && Arrays.equals(weights, that.weights)
        && Arrays.equals(intercepts, that.intercepts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(weights) + Arrays.hashCode(intercepts);
  }

  @Override
  public String toString() {
    return "LinearModel(dimension=" + dimension + ", classes=" + classes + ")";
  }
}
