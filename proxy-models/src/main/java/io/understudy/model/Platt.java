package io.understudy.model;

/**
 * Makes certainties of margins that are none: {@code sigmoid(slope m + shift)} for two classes
 * (Platt 1999, with his targets), {@code softmax(slope m)} for more (temperature scaling, Guo et
 * al. 2017). Fitted on margins of rows that the model has not seen.
 *
 * @param slope positive, so that the order of the margins stays
 * @param shift 0 for more than two classes
 */
record Platt(double slope, double shift) {
  private static final double TOLERANCE = 1e-6;

  /**
   * @param margins of each row; one for two classes
   * @param weights one per row
   */
  static Platt fit(double[][] margins, int[] labels, double[] weights) {
    boolean two = margins[0].length == 1;
    double ones = 0;
    double zeros = 0;
    for (int label : labels) {
      ones += label == 1 ? 1 : 0;
      zeros += label == 0 ? 1 : 0;
    }
    double high = (ones + 1) / (ones + 2);
    double low = 1 / (zeros + 2);
    // The logarithm of the slope is fitted, which keeps it positive.
    double[] found =
        Minimiser.minimise(
            (at, gradientOut) -> {
              double slope = Math.exp(at[0]);
              double loss = 0;
              gradientOut[0] = 0;
              gradientOut[1] = 0;
              for (int i = 0; i < margins.length; i++) {
                double weight = weights[i] / margins.length;
                double[] scaled = new double[margins[i].length];
                for (int k = 0; k < scaled.length; k++) {
                  scaled[k] = slope * margins[i][k] + (two ? at[1] : 0);
                }
                if (two) {
                  double target = labels[i] == 1 ? high : low;
                  double[] slopes = scaled.clone();
                  double asOne = LogisticLoss.sigmoid(slopes, 1);
                  double[] other = scaled.clone();
                  double asZero = LogisticLoss.sigmoid(other, 0);
                  loss += weight * (target * asOne + (1 - target) * asZero);
                  double change = target * slopes[0] + (1 - target) * other[0];
                  gradientOut[0] += weight * change * slope * margins[i][0];
                  gradientOut[1] += weight * change;
                } else {
                  loss += weight * LogisticLoss.softmax(scaled, labels[i]);
                  for (int k = 0; k < scaled.length; k++) {
                    gradientOut[0] += weight * scaled[k] * slope * margins[i][k];
                  }
                }
              }
              return loss;
            },
            new double[2],
            TOLERANCE);
    return new Platt(Math.exp(found[0]), found[1]);
  }
}
