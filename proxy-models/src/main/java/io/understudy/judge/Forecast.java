package io.understudy.judge;

import io.understudy.call.Promise;
import java.util.Comparator;
import java.util.List;

/**
 * What the labels say, before any row judges, about the rows that the LLM will have to answer. An
 * estimate: it decides how many labels are bought and promises nothing.
 */
public final class Forecast {
  private Forecast() {}

  /**
   * The share of the table that has to be asked, most uncertain rows first, so that the rest keeps
   * the promises as it stands, without a margin for chance.
   *
   * @param promises what is to be kept
   * @param classes number of classes
   * @param rows rows drawn uniformly, each answered by a model that was not trained on it
   * @return in [0, 1]; 1 if there are no rows or no share is small enough
   */
  public static double asked(List<Promise> promises, int classes, List<JudgedRow> rows) {
    List<JudgedRow> uncertainFirst =
        rows.stream()
            .sorted(Comparator.comparingDouble(row -> CutOff.certainty(classes, row.score())))
            .toList();
    List<Clause> clauses = promises.stream().map(Clause::of).toList();
    for (int asked = 0; asked < uncertainFirst.size(); asked++) {
      int from = asked;
      if (clauses.stream().allMatch(clause -> kept(clause, uncertainFirst, from))) {
        return (double) asked / uncertainFirst.size();
      }
    }
    return 1;
  }

  /** Half an error more than was seen, because none seen does not mean that there are none. */
  private static boolean kept(Clause clause, List<JudgedRow> uncertainFirst, int asked) {
    double good = 0;
    double bad = 0.5;
    for (int i = 0; i < uncertainFirst.size(); i++) {
      JudgedRow row = uncertainFirst.get(i);
      switch (clause.kind(row, i >= asked)) {
        case GOOD -> good += row.weight();
        case BAD -> bad += row.weight();
        case NEITHER -> {}
      }
    }
    return bad <= clause.ratio() * good;
  }

  /**
   * The least number of judging rows that show the promises to be kept if none of them is wrong,
   * counting only the true rows that are settled.
   *
   * @param settledTrue rows known to be true
   * @param open contents the judging rows are drawn from
   * @param delta probability of accepting a broken promise
   */
  public static long cleanRowsNeeded(
      List<Promise> promises, double settledTrue, long open, double delta) {
    long needed = 0;
    for (Promise promise : promises) {
      if (!(promise instanceof Promise.Accuracy)) {
        double tooMany = Math.floor(Clause.of(promise).ratio() * settledTrue + 1e-9) + 1;
        // No draw hits one of so many: (1 - n / open)^tooMany <= delta, a little generously.
        double share = 1 - Math.pow(delta, 1 / tooMany);
        needed = Math.max(needed, (long) Math.ceil(share * open));
      }
    }
    return Math.min(needed, open);
  }
}
