package io.understudy.judge;

import io.understudy.call.Promise;
import java.util.List;

/**
 * A promise in the form in which it is tested: of all rows, the bad ones are at most {@code ratio}
 * times the good ones. Every promise has this form, because rows that are neither do not move it:
 *
 * <ul>
 *   <li>F1 at least a: {@code 2 TP / (2 TP + FP + FN) >= a}, so {@code FP + FN <= 2 (1 - a) / a *
 *       TP}
 *   <li>precision at least a: {@code FP <= (1 - a) / a * TP}
 *   <li>recall at least a: {@code FN <= (1 - a) / a * TP}
 *   <li>accuracy at least a: {@code wrong <= (1 - a) / a * right}
 * </ul>
 *
 * <p>Serving one more row never makes a row better: good stays good or becomes bad (or, for
 * precision, drops out), the rest stays or becomes bad. The judge rests on that.
 */
record Clause(Promise promise, double ratio) {

  /** What a row is to a clause. */
  enum Kind {
    GOOD,
    BAD,
    NEITHER
  }

  static Clause of(Promise promise) {
    double odds = (1 - promise.target()) / promise.target();
    return new Clause(promise, promise instanceof Promise.F1 ? 2 * odds : odds);
  }

  /** Whether every row is good or bad, so that their number is known without looking. */
  boolean countsEveryRow() {
    return promise instanceof Promise.Accuracy;
  }

  Kind kind(JudgedRow row, boolean served) {
    if (!row.answered()) {
      return Kind.NEITHER;
    }
    boolean wrong = served && row.proxy() != row.llm();
    if (promise instanceof Promise.Accuracy) {
      return wrong ? Kind.BAD : Kind.GOOD;
    }
    boolean isTrue = row.llm() == 1;
    if (!wrong) {
      return isTrue ? Kind.GOOD : Kind.NEITHER;
    }
    if (promise instanceof Promise.Precision) {
      return isTrue ? Kind.NEITHER : Kind.BAD;
    }
    if (promise instanceof Promise.Recall) {
      return isTrue ? Kind.BAD : Kind.NEITHER;
    }
    return Kind.BAD;
  }

  /** The measure's value over the rows, weighted; NaN if none is good or bad. */
  double measured(List<JudgedRow> rows, boolean[] served) {
    double good = 0;
    double bad = 0;
    for (int i = 0; i < served.length; i++) {
      JudgedRow row = rows.get(i);
      switch (kind(row, served[i])) {
        case GOOD -> good += row.weight();
        case BAD -> bad += row.weight();
        case NEITHER -> {}
      }
    }
    // The ratio of bad to good that is allowed at a target, solved for the target.
    double share = promise instanceof Promise.F1 ? bad / 2 : bad;
    return good + bad == 0 ? Double.NaN : good / (good + share);
  }
}
