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

  /** Squares of floats do not overflow a double, so this catches exactly NaN, infinity and zero. */
  private static boolean scorable(double squares) {
    return squares > 0 && squares < Double.POSITIVE_INFINITY;
  }

  static double squares(float[] vector) {
    double squares = 0;
    for (float entry : vector) {
      squares += (double) entry * entry;
    }
    return squares;
  }

  /**
   * Computes the probability of every class. Allocates nothing.
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
    double squares = squares(vector);
    if (!scorable(squares)) {
      return false;
    }
    double scale = 1 / Math.sqrt(squares);
    if (classes == 2) {
      double probability = 1 / (1 + Math.exp(-margin(vector, 0, scale)));
      probabilitiesOut[1] = (float) probability;
      // In floats, so that class 1 leads exactly when its probability is above one half.
      probabilitiesOut[0] = 1 - probabilitiesOut[1];
    } else {
      softmax(vector, scale, probabilitiesOut);
    }
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

  private void softmax(float[] vector, double scale, float[] out) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      out[c] = (float) margin(vector, c, scale);
      largest = Math.max(largest, out[c]);
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      double power = Math.exp(out[c] - largest);
      out[c] = (float) power;
      sum += power;
    }
    for (int c = 0; c < classes; c++) {
      out[c] = (float) (out[c] / sum);
    }
  }

  private double margin(float[] vector, int row, double scale) {
    double product = 0;
    int offset = row * dimension;
    for (int i = 0; i < dimension; i++) {
      product += (double) weights[offset + i] * vector[i];
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
