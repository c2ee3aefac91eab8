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
      sigmoid(margins[0], probabilitiesOut);
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

  /** The probabilities of two classes by the margin of class 1 over class 0. */
  static void sigmoid(double margin, float[] probabilitiesOut) {
    pair((float) (1 / (1 + Math.exp(-margin))), probabilitiesOut);
  }

  /**
   * The certainties of two classes by that of class 1: in floats, so that class 1 leads exactly
   * when it is above one half.
   */
  public static void pair(float certainty, float[] probabilitiesOut) {
    probabilitiesOut[1] = certainty;
    probabilitiesOut[0] = 1 - certainty;
  }
}
