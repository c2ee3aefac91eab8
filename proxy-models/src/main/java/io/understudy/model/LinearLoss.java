package io.understudy.model;

/**
 * The mean weighted loss of a linear model over rows with a dense and a sparse part, and the L2
 * penalty {@code strength / 2} times the squares of the weights, intercepts apart. Parameters lie
 * feature by feature, first the dense ones, one number per row of the model, the intercepts last.
 */
final class LinearLoss implements Minimiser.Objective {
  private final FitRows rows;
  private final int[] labels;
  private final double[] weights;
  private final int width;
  private final double strength;
  private final RowLoss loss;

  /**
   * @param labels class numbers from 0 to {@code classes - 1}
   * @param weights one per row; their mean is 1
   */
  LinearLoss(
      FitRows rows, int[] labels, double[] weights, int classes, double strength, RowLoss loss) {
    this.rows = rows;
    this.labels = labels;
    this.weights = weights;
    this.width = classes == 2 ? 1 : classes;
    this.strength = strength;
    this.loss = loss;
  }

  int parameters() {
    return (rows.features() + 1) * width;
  }

  int width() {
    return width;
  }

  @Override
  public double value(double[] at, double[] gradientOut) {
    int penalised = rows.features() * width;
    double penalty = 0;
    for (int i = 0; i < penalised; i++) {
      penalty += at[i] * at[i];
      gradientOut[i] = strength * at[i];
    }
    java.util.Arrays.fill(gradientOut, penalised, gradientOut.length, 0);
    double sum = 0;
    double[] margins = new double[width];
    for (int i = 0; i < labels.length; i++) {
      rows.margins(i, at, margins);
      double weight = weights[i] / labels.length;
      sum += weight * loss.at(margins, labels[i]);
      for (int k = 0; k < width; k++) {
        margins[k] *= weight;
      }
      rows.spread(i, margins, gradientOut);
    }
    return sum + strength / 2 * penalty;
  }
}
