package io.understudy.model;

/** Weights that let rare classes be learnt. */
public final class ClassWeights {
  private ClassWeights() {}

  /**
   * Balanced weights {@code n / (K n_c)} with K the number of classes that occur (King and Zeng
   * 2001, section 4, up to a constant): every class that occurs carries the same total weight, and
   * the weights of all rows sum to n.
   *
   * @param labels class numbers from 0 to {@code classes - 1}
   * @return one weight per class; 0 for a class that does not occur
   */
  public static double[] balanced(int[] labels, int classes) {
    long[] occurrences = new long[classes];
    for (int label : labels) {
      occurrences[label]++;
    }
    int present = 0;
    for (long occurrence : occurrences) {
      present += occurrence > 0 ? 1 : 0;
    }
    double[] weights = new double[classes];
    for (int c = 0; c < classes; c++) {
      weights[c] = occurrences[c] == 0 ? 0 : labels.length / ((double) present * occurrences[c]);
    }
    return weights;
  }
}
