package io.understudy.spark.stage;

import java.util.LinkedHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.apache.spark.sql.execution.metric.SQLMetrics;

/** Makes the metrics of the nodes. */
public final class StageMetrics {
  /** The only metric of the node {@code EmbedStage}. */
  public static final String ROWS_EMBEDDED = "rowsEmbedded";

  /** Its text in the Spark UI. */
  public static final String ROWS_EMBEDDED_TEXT = "rows embedded";

  private StageMetrics() {}

  /** All metrics of a stage that answers. */
  static LinkedHashMap<String, SQLMetric> create(SparkContext context) {
    LinkedHashMap<String, SQLMetric> metrics = new LinkedHashMap<>();
    for (NodeMetric metric : NodeMetric.values()) {
      metrics.put(
          metric.metricName(),
          metric.unit() == NodeMetric.Unit.MILLISECONDS
              ? SQLMetrics.createTimingMetric(context, metric.text(), -1)
              : SQLMetrics.createMetric(context, metric.text()));
    }
    return metrics;
  }

  /** The metrics of a stage that embeds. */
  static LinkedHashMap<String, SQLMetric> ofEmbedding(SparkContext context) {
    LinkedHashMap<String, SQLMetric> metrics = new LinkedHashMap<>();
    metrics.put(ROWS_EMBEDDED, SQLMetrics.createMetric(context, ROWS_EMBEDDED_TEXT));
    return metrics;
  }
}
