package io.understudy.spark.stage;

import io.understudy.spark.account.RowCounters;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.apache.spark.sql.execution.metric.SQLMetrics;

/** The metrics of a stage's node, as the Spark UI shows them. */
final class StageMetrics {
  private StageMetrics() {}

  /** All metrics by name; names are stable, texts are for people. */
  static LinkedHashMap<String, SQLMetric> create(SparkContext context) {
    LinkedHashMap<String, SQLMetric> metrics = new LinkedHashMap<>();
    counter(context, metrics, "rowsProxy", "rows answered by the understudy");
    counter(context, metrics, "rowsLlm", "rows answered by the LLM");
    counter(context, metrics, "rowsLabel", "rows answered by a paid label");
    counter(context, metrics, "rowsNull", "rows without data");
    counter(context, metrics, "rowsFailed", "rows without a usable answer");
    counter(context, metrics, "rowsUnscored", "rows without a usable embedding");
    counter(context, metrics, "calls", "LLM calls");
    counter(context, metrics, "tokensIn", "prompt tokens");
    counter(context, metrics, "tokensOut", "completion tokens");
    counter(context, metrics, "callsAvoided", "LLM calls avoided (estimate)");
    counter(context, metrics, "agreementPermille", "agreement with the LLM in 1/1000");
    time(context, metrics, "timeSample", "time to sample");
    time(context, metrics, "timeLabel", "time to label");
    time(context, metrics, "timeTrain", "time to train");
    time(context, metrics, "timeJudge", "time to judge");
    return metrics;
  }

  /** The counters that the tasks of one run write. */
  static RowCounters counters(SparkContext context, Map<String, SQLMetric> metrics) {
    return new RowCounters(
        count(context, metrics, "rowsProxy"),
        count(context, metrics, "rowsLlm"),
        count(context, metrics, "rowsLabel"),
        count(context, metrics, "rowsNull"),
        count(context, metrics, "rowsFailed"),
        count(context, metrics, "rowsUnscored"),
        count(context, metrics, "calls"),
        count(context, metrics, "tokensIn"),
        count(context, metrics, "tokensOut"));
  }

  private static RowCounters.Count count(
      SparkContext context, Map<String, SQLMetric> metrics, String name) {
    return new RowCounters.Count(
        Objects.requireNonNull(metrics.get(name), name), SQLMetrics.createMetric(context, name));
  }

  private static void counter(
      SparkContext context, Map<String, SQLMetric> metrics, String name, String text) {
    metrics.put(name, SQLMetrics.createMetric(context, text));
  }

  private static void time(
      SparkContext context, Map<String, SQLMetric> metrics, String name, String text) {
    metrics.put(name, SQLMetrics.createTimingMetric(context, text, -1));
  }
}
