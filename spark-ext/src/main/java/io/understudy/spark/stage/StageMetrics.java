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

  /** The metrics that tasks write. */
  static RowCounters counters(Map<String, SQLMetric> metrics) {
    return new RowCounters(
        metric(metrics, "rowsProxy"),
        metric(metrics, "rowsLlm"),
        metric(metrics, "rowsLabel"),
        metric(metrics, "rowsNull"),
        metric(metrics, "rowsFailed"),
        metric(metrics, "rowsUnscored"),
        metric(metrics, "calls"),
        metric(metrics, "tokensIn"),
        metric(metrics, "tokensOut"));
  }

  private static SQLMetric metric(Map<String, SQLMetric> metrics, String name) {
    return Objects.requireNonNull(metrics.get(name), name);
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
