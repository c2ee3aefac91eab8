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
  private static final int ROWS = 4;

  private final float[][] rows;
  private final int[] labels;
  private final double[] weights;
  private final int dimension;
  private final int width;
  private final double strength;

  /** In the place of rows that are not there. */
  private final float[] nothing;

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
    this.nothing = new float[dimension];
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
    double loss = width == 1 ? ofTwo(at, gradientOut) : ofMany(at, gradientOut);
    return loss + strength / 2 * penalty;
  }

  private double ofTwo(double[] at, double[] gradientOut) {
    double loss = 0;
    double[] margin = new double[1];
    for (int i = 0; i < rows.length; i++) {
      margin[0] = at[dimension] + dot(at, rows[i]);
      double weight = weights[i] / rows.length;
      loss += weight * sigmoid(margin, labels[i]);
      double slope = margin[0] * weight;
      for (int d = 0; d < dimension; d++) {
        gradientOut[d] += rows[i][d] * slope;
      }
      gradientOut[dimension] += slope;
    }
    return loss;
  }

  /**
   * Four rows at a time: the parameters of many classes do not fit into a cache, and each pass over
   * them then serves four rows. Sums are added up in the order of the rows, so they are the same.
   */
  private double ofMany(double[] at, double[] gradientOut) {
    double loss = 0;
    double[][] slopes = new double[ROWS][width];
    float[][] four = new float[ROWS][];
    for (int first = 0; first < rows.length; first += ROWS) {
      int count = Math.min(ROWS, rows.length - first);
      for (int r = 0; r < ROWS; r++) {
        four[r] = r < count ? rows[first + r] : nothing;
      }
      margins(at, four, slopes);
      for (int r = 0; r < ROWS; r++) {
        double weight = r < count ? weights[first + r] / rows.length : 0;
        loss += weight * softmax(slopes[r], r < count ? labels[first + r] : 0);
        for (int k = 0; k < width; k++) {
          slopes[r][k] *= weight;
        }
      }
      spread(slopes, four, gradientOut);
    }
    return loss;
  }

  private void margins(double[] at, float[][] four, double[][] out) {
    for (double[] row : out) {
      System.arraycopy(at, dimension * width, row, 0, width);
    }
    double[] out0 = out[0];
    double[] out1 = out[1];
    double[] out2 = out[2];
    double[] out3 = out[3];
    for (int d = 0; d < dimension; d++) {
      double x0 = four[0][d];
      double x1 = four[1][d];
      double x2 = four[2][d];
      double x3 = four[3][d];
      int offset = d * width;
      for (int k = 0; k < width; k++) {
        double parameter = at[offset + k];
        out0[k] += x0 * parameter;
        out1[k] += x1 * parameter;
        out2[k] += x2 * parameter;
        out3[k] += x3 * parameter;
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

  private void spread(double[][] slopes, float[][] four, double[] gradientOut) {
    double[] slopes0 = slopes[0];
    double[] slopes1 = slopes[1];
    double[] slopes2 = slopes[2];
    double[] slopes3 = slopes[3];
    for (int d = 0; d <= dimension; d++) {
      // The last entries are the intercepts', of which each row has one.
      double x0 = d == dimension ? 1 : four[0][d];
      double x1 = d == dimension ? 1 : four[1][d];
      double x2 = d == dimension ? 1 : four[2][d];
      double x3 = d == dimension ? 1 : four[3][d];
      int offset = d * width;
      for (int k = 0; k < width; k++) {
        double sum = gradientOut[offset + k] + x0 * slopes0[k];
        sum += x1 * slopes1[k];
        sum += x2 * slopes2[k];
        gradientOut[offset + k] = sum + x3 * slopes3[k];
      }
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
