package io.understudy.spark.prepared;

import io.understudy.call.Promise;
import io.understudy.judge.Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Promises by name, and whether what was proven covers what is asked. */
final class Promises {
  private Promises() {}

  static Promise of(String measure, double target) {
    return switch (measure) {
      case "F1" -> new Promise.F1(target);
      case "accuracy" -> new Promise.Accuracy(target);
      case "precision" -> new Promise.Precision(target);
      case "recall" -> new Promise.Recall(target);
      default -> throw new IllegalArgumentException("no promise has the name " + measure);
    };
  }

  /**
   * Why a certificate does not cover what is asked.
   *
   * @return empty if it does: every promise was proven in its kind for at least its target, with at
   *     least the confidence
   */
  static Optional<String> uncovered(Certificate proven, List<Promise> asked, double confidence) {
    if (confidence > proven.confidence()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "confidence %s is asked, and it was judged with %s",
              confidence,
              proven.confidence()));
    }
    return asked.stream()
        .filter(
            wanted ->
                proven.promises().stream()
                    .noneMatch(
                        known ->
                            known.measure().equals(wanted.measure())
                                && known.target() >= wanted.target()))
        .findFirst()
        .map(
            wanted ->
                wanted.describe()
                    + " is asked, and it was judged for "
                    + String.join(
                        " and ", proven.promises().stream().map(Promise::describe).toList()));
  }
}
