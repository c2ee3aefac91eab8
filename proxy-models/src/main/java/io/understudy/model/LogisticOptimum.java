package io.understudy.model;

/**
 * The optimum of MLlib's logistic regression with L2 and without standardisation, found on the
 * driver: the same loss, so the same coefficients, without a job for each step.
 *
 * @param coefficients row-major; for two classes one row, the margin of class 1 over class 0, for
 *     more one row per class
 * @param intercepts one per row; of several their mean is 0, as MLlib has it, since a constant
 *     added to all makes no difference
 */
@SuppressWarnings("ArrayRecordComponent")
public record LogisticOptimum(double[] coefficients, double[] intercepts) {
  /**
   * Largest entry of the gradient of the mean loss. With the weakest penalty in use, 1e-4, the
   * coefficients are then right to three decimals.
   */
  private static final double TOLERANCE = 1e-7;

  /**
   * @param rows unit vectors, all of one length
   * @param labels one per row, from 0 to {@code classes - 1}, each of them at least once
   * @param weights one per row; their mean is 1
   * @param classes at least 2
   * @param strength of the penalty: MLlib's {@code regParam}
   */
  public static LogisticOptimum find(
      float[][] rows, int[] labels, double[] weights, int classes, double strength) {
    LogisticLoss loss = new LogisticLoss(rows, labels, weights, classes, strength);
    double[] found = Minimiser.minimise(loss, new double[loss.parameters()], TOLERANCE);
    int dimension = rows[0].length;
    int width = classes == 2 ? 1 : classes;
    double[] coefficients = new double[width * dimension];
    double[] intercepts = new double[width];
    double mean = 0;
    for (int k = 0; k < width; k++) {
      for (int d = 0; d < dimension; d++) {
        coefficients[k * dimension + d] = found[d * width + k];
      }
      intercepts[k] = found[dimension * width + k];
      mean += intercepts[k] / width;
    }
    for (int k = 0; width > 1 && k < width; k++) {
      intercepts[k] -= mean;
    }
    return new LogisticOptimum(coefficients, intercepts);
  }
}
