package io.understudy.benchmarks.quality;

import java.util.Locale;
import java.util.Map;

/**
 * What a query promises.
 *
 * @param name in the figures
 * @param arguments what the call has besides the usual, with its leading comma
 * @param settings keys that are set for the query
 * @param accuracy whether agreement is promised even where F1 is the default
 * @param target the promised value
 */
record Terms(
    String name, String arguments, Map<String, String> settings, boolean accuracy, double target) {

  /** Nothing stated. */
  static final Terms DEFAULT = new Terms("default", "", Map.of(), false, 0.9);

  /** A stated share of rows that agree. */
  static Terms accuracy(double target) {
    return new Terms(
        String.format(Locale.ROOT, "accuracy%.0f", 100 * target),
        String.format(Locale.ROOT, ", accuracy_target => %.2f", target),
        Map.of(),
        true,
        target);
  }

  /** Nothing stated, but a smaller table will do. */
  static Terms minRows(int rows) {
    return new Terms(
        "minrows" + rows,
        "",
        Map.of("spark.understudy.minRows", Integer.toString(rows)),
        false,
        0.9);
  }
}
