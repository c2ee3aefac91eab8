package io.understudy.model;

/** From margins to probabilities. */
public final class Margins {
  private Margins() {}

  /**
   * @param margins one per class, or for two classes the one of class 1 over class 0
   * @param probabilitiesOut one per class
   */
  public static void probabilities(double[] margins, float[] probabilitiesOut) {
    if (margins.length == 1) {
      probabilitiesOut[1] = (float) (1 / (1 + Math.exp(-margins[0])));
      // In floats, so that class 1 leads exactly when its probability is above one half.
      probabilitiesOut[0] = 1 - probabilitiesOut[1];
      return;
    }
    double largest = Double.NEGATIVE_INFINITY;
    for (double margin : margins) {
      largest = Math.max(largest, margin);
    }
    double sum = 0;
    for (int k = 0; k < margins.length; k++) {
      double power = Math.exp(margins[k] - largest);
      probabilitiesOut[k] = (float) power;
      sum += power;
    }
    for (int k = 0; k < margins.length; k++) {
      probabilitiesOut[k] = (float) (probabilitiesOut[k] / sum);
    }
  }
}
