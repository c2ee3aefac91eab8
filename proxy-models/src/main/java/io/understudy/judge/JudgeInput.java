package io.understudy.judge;

import io.understudy.call.Promise;
import java.util.List;

/**
 * What a judge looks at.
 *
 * @param promises what must be kept, at least one; F1, precision and recall only with two classes
 * @param confidence in (0, 1). Who judges the same query several times on growing samples divides
 *     {@code 1 - confidence} by the number of times first
 * @param classes number of classes, at least 2
 * @param rows the judging rows: drawn uniformly without replacement from the open contents, never
 *     trained on, in random order
 * @param maxWeight the largest weight an open content can have, known for certain; rows above it
 *     are taken out and must always be asked. 1 gives the exact test
 * @param population the table
 */
public record JudgeInput(
    List<Promise> promises,
    double confidence,
    int classes,
    List<JudgedRow> rows,
    double maxWeight,
    Population population) {
  public JudgeInput {
    promises = List.copyOf(promises);
    rows = List.copyOf(rows);
    if (promises.isEmpty()) {
      throw new IllegalArgumentException("a judge needs at least one promise");
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence must lie in (0, 1), but is " + confidence);
    }
    if (!(maxWeight >= 1)) {
      throw new IllegalArgumentException("maxWeight must be at least 1, but is " + maxWeight);
    }
    for (Promise promise : promises) {
      if (classes != 2 && !(promise instanceof Promise.Accuracy)) {
        throw new IllegalArgumentException(
            promise.describe() + " needs two classes, but there are " + classes);
      }
    }
  }

  /** Every content occurs once. */
  public static JudgeInput distinct(
      List<Promise> promises,
      double confidence,
      int classes,
      List<JudgedRow> rows,
      Population population) {
    return new JudgeInput(promises, confidence, classes, rows, 1, population);
  }
}
