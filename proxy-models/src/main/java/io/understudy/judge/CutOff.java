package io.understudy.judge;

import java.util.ArrayList;
import java.util.List;

/**
 * Which scores are served: those at or below {@code lower} and those at or above {@code upper};
 * with more than two classes {@code lower} is 0, which no largest probability reaches.
 */
record CutOff(double lower, double upper) {

  /** How certain a score is: the distance from a half, or with more classes the score itself. */
  static double certainty(int classes, double score) {
    return classes == 2 ? Math.abs(score - 0.5) : score;
  }

  boolean serves(double score) {
    return score >= upper || score <= lower;
  }

  /**
   * The cut-offs that serve different judging rows, loosest first: the first serves every score,
   * the last only the most certain rows. Rows of equal certainty are served together or not at all.
   */
  static List<CutOff> ladder(int classes, List<JudgedRow> rows) {
    double[] certainties =
        rows.stream()
            .mapToDouble(JudgedRow::score)
            .filter(score -> !Double.isNaN(score))
            .map(score -> certainty(classes, score))
            .sorted()
            .distinct()
            .toArray();
    List<CutOff> ladder = new ArrayList<>(certainties.length + 1);
    ladder.add(classes == 2 ? new CutOff(0.5, 0.5) : new CutOff(0, 0));
    for (int i = 1; i < certainties.length; i++) {
      double between = (certainties[i - 1] + certainties[i]) / 2;
      ladder.add(classes == 2 ? new CutOff(0.5 - between, 0.5 + between) : new CutOff(0, between));
    }
    return ladder;
  }
}
