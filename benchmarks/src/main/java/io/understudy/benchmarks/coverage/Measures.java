package io.understudy.benchmarks.coverage;

import io.understudy.call.Promise;

/** The promised measures, over all rows. */
final class Measures {
  private Measures() {}

  /**
   * @param answers one class per row
   * @param llm what the LLM says
   */
  static double of(Promise promise, int[] answers, int[] llm) {
    double same = 0;
    double truePositives = 0;
    double falsePositives = 0;
    double falseNegatives = 0;
    for (int i = 0; i < llm.length; i++) {
      same += answers[i] == llm[i] ? 1 : 0;
      truePositives += answers[i] == 1 && llm[i] == 1 ? 1 : 0;
      falsePositives += answers[i] == 1 && llm[i] != 1 ? 1 : 0;
      falseNegatives += answers[i] != 1 && llm[i] == 1 ? 1 : 0;
    }
    if (promise instanceof Promise.F1) {
      return 2 * truePositives / (2 * truePositives + falsePositives + falseNegatives);
    }
    if (promise instanceof Promise.Precision) {
      return truePositives / (truePositives + falsePositives);
    }
    if (promise instanceof Promise.Recall) {
      return truePositives / (truePositives + falseNegatives);
    }
    return same / llm.length;
  }
}
