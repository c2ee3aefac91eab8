package io.understudy.model;

/** What a linear model is charged for its margins of one row. */
public enum RowLoss {
  /** The log loss of sigmoid or softmax. */
  LOGISTIC {
    @Override
    double at(double[] margins, int label) {
      return margins.length == 1
          ? LogisticLoss.sigmoid(margins, label)
          : LogisticLoss.softmax(margins, label);
    }
  },
  /** The squared hinge of each class against the rest: a linear support vector machine. */
  SQUARED_HINGE {
    @Override
    double at(double[] margins, int label) {
      double loss = 0;
      for (int k = 0; k < margins.length; k++) {
        double target = target(margins.length, k, label);
        double missing = Math.max(0, 1 - target * margins[k]);
        loss += missing * missing;
        margins[k] = -2 * target * missing;
      }
      return loss;
    }
  },
  /** The squared distance from 1 and -1, each class against the rest: ridge regression. */
  SQUARED {
    @Override
    double at(double[] margins, int label) {
      double loss = 0;
      for (int k = 0; k < margins.length; k++) {
        double off = margins[k] - target(margins.length, k, label);
        loss += off * off;
        margins[k] = 2 * off;
      }
      return loss;
    }
  };

  /**
   * The loss of a row; its margins are replaced by the slopes.
   *
   * @param margins of each class, or for two classes of the second over the first
   */
  abstract double at(double[] margins, int label);

  private static double target(int width, int k, int label) {
    return (width == 1 ? label == 1 : label == k) ? 1 : -1;
  }
}
