package io.understudy.benchmarks;

import java.util.List;

/** How well one list of answers fits another. A missing answer is the empty string, and wrong. */
public final class Scores {
  private Scores() {}

  /** Share of rows on which both agree; NaN without rows. */
  public static double agreement(List<String> answers, List<String> truth) {
    int same = 0;
    for (int i = 0; i < truth.size(); i++) {
      same += answers.get(i).equals(truth.get(i)) ? 1 : 0;
    }
    return (double) same / truth.size();
  }

  /** F1 of one class: 2 TP / (2 TP + FP + FN); 1 if neither list has the class. */
  public static double f1(List<String> answers, List<String> truth, String label) {
    int both = 0;
    int either = 0;
    for (int i = 0; i < truth.size(); i++) {
      boolean answered = answers.get(i).equals(label);
      boolean meant = truth.get(i).equals(label);
      both += answered && meant ? 1 : 0;
      either += (answered ? 1 : 0) + (meant ? 1 : 0);
    }
    return either == 0 ? 1 : 2.0 * both / either;
  }

  /** Mean F1 of the classes, each of the same weight. */
  public static double macroF1(List<String> answers, List<String> truth, List<String> labels) {
    return labels.stream()
        .mapToDouble(label -> f1(answers, truth, label))
        .average()
        .orElse(Double.NaN);
  }
}
