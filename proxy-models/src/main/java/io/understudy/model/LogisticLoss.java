package io.understudy.model;

/**
 * The mean weighted log loss of a softmax (for two classes sigmoid) model with intercepts, and the
 * L2 penalty {@code strength / 2} times the squares of the weights. This is MLlib's objective with
 * {@code regParam = strength} and without standardisation.
 *
 * <p>Parameters lie dimension by dimension, one number per row of the model, the intercepts last,
 * so that the inner loops run over neighbours.
 */
final class LogisticLoss implements Minimiser.Objective {
  private final float[][] rows;
  private final int[] labels;
  private final double[] weights;
  private final int dimension;
  private final int width;
  private final double strength;

  /**
   * @param rows unit vectors
   * @param labels class numbers from 0 to {@code classes - 1}
   * @param weights one per row; their mean is 1
   */
  LogisticLoss(float[][] rows, int[] labels, double[] weights, int classes, double strength) {
    this.rows = rows;
    this.labels = labels;
    this.weights = weights;
    this.dimension = rows[0].length;
    this.width = classes == 2 ? 1 : classes;
    this.strength = strength;
  }

  int parameters() {
    return (dimension + 1) * width;
  }

  @Override
  public double value(double[] at, double[] gradientOut) {
    double penalty = 0;
    for (int i = 0; i < dimension * width; i++) {
      penalty += at[i] * at[i];
      gradientOut[i] = strength * at[i];
    }
    java.util.Arrays.fill(gradientOut, dimension * width, gradientOut.length, 0);
    double loss = 0;
    double[] margins = new double[width];
    for (int i = 0; i < rows.length; i++) {
      margins(at, rows[i], margins);
      double weight = weights[i] / rows.length;
      loss += weight * (width == 1 ? sigmoid(margins, labels[i]) : softmax(margins, labels[i]));
      for (int k = 0; k < width; k++) {
        margins[k] *= weight;
      }
      spread(margins, rows[i], gradientOut);
    }
    return loss + strength / 2 * penalty;
  }

  private void margins(double[] at, float[] row, double[] out) {
    System.arraycopy(at, dimension * width, out, 0, width);
    if (width == 1) {
      out[0] += dot(at, row);
      return;
    }
    for (int d = 0; d < dimension; d++) {
      double x = row[d];
      int offset = d * width;
      for (int k = 0; k < width; k++) {
        out[k] += x * at[offset + k];
      }
    }
  }

  /** Four sums side by side, because one would wait for itself with every addition. */
  private double dot(double[] at, float[] row) {
    double a = 0;
    double b = 0;
    double c = 0;
    double e = 0;
    int d = 0;
    for (; d + 3 < dimension; d += 4) {
      a += at[d] * row[d];
      b += at[d + 1] * row[d + 1];
      c += at[d + 2] * row[d + 2];
      e += at[d + 3] * row[d + 3];
    }
    for (; d < dimension; d++) {
      a += at[d] * row[d];
    }
    return a + b + c + e;
  }

  private void spread(double[] slopes, float[] row, double[] gradientOut) {
    if (width == 1) {
      double slope = slopes[0];
      for (int d = 0; d < dimension; d++) {
        gradientOut[d] += row[d] * slope;
      }
      gradientOut[dimension] += slope;
      return;
    }
    for (int d = 0; d < dimension; d++) {
      double x = row[d];
      int offset = d * width;
      for (int k = 0; k < width; k++) {
        gradientOut[offset + k] += x * slopes[k];
      }
    }
    for (int k = 0; k < width; k++) {
      gradientOut[dimension * width + k] += slopes[k];
    }
  }

  /** Loss of one row; its margin is replaced by the loss's slope. */
  static double sigmoid(double[] margin, int label) {
    double signed = label == 1 ? margin[0] : -margin[0];
    double wrong = 1 / (1 + Math.exp(signed));
    margin[0] = label == 1 ? -wrong : wrong;
    return signed > 0 ? Math.log1p(Math.exp(-signed)) : Math.log1p(Math.exp(signed)) - signed;
  }

  static double softmax(double[] margins, int label) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double margin : margins) {
      largest = Math.max(largest, margin);
    }
    double own = margins[label] - largest;
    double sum = 0;
    for (int k = 0; k < margins.length; k++) {
      margins[k] = Math.exp(margins[k] - largest);
      sum += margins[k];
    }
    for (int k = 0; k < margins.length; k++) {
      margins[k] /= sum;
    }
    margins[label] -= 1;
    return Math.log(sum) - own;
  }
}
