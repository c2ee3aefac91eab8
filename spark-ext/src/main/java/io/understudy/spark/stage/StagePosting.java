package io.understudy.spark.stage;

import io.understudy.account.RunReport;
import io.understudy.catalyst.bridge.Seqs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.apache.spark.sql.execution.metric.SQLMetrics;

/** Posts what the driver knows of a stage to its node in the Spark UI. */
final class StagePosting {
  private StagePosting() {}

  /** Sets the metrics that no task writes; called once, when the stage has been prepared. */
  static void post(
      SparkContext context,
      String queryId,
      Map<String, SQLMetric> metrics,
      RunReport report,
      long callsToCome) {
    List<SQLMetric> changed = new ArrayList<>();
    set(metrics, changed, "calls", report.calls());
    set(metrics, changed, "tokensIn", report.tokensIn());
    set(metrics, changed, "tokensOut", report.tokensOut());
    set(metrics, changed, "callsAvoided", Math.max(0, report.callsAvoided() - callsToCome));
    Double agreement = report.agreement();
    if (agreement != null) {
      set(metrics, changed, "agreementPermille", Math.round(1000 * agreement));
    }
    set(metrics, changed, "timeSample", millis(report.secondsSample()));
    set(metrics, changed, "timeLabel", millis(report.secondsLabel()));
    set(metrics, changed, "timeTrain", millis(report.secondsTrain()));
    set(metrics, changed, "timeJudge", millis(report.secondsJudge()));
    SQLMetrics.postDriverMetricUpdates(context, queryId, Seqs.of(changed));
  }

  private static void set(
      Map<String, SQLMetric> metrics, List<SQLMetric> changed, String name, long value) {
    SQLMetric metric = metrics.get(name);
    if (metric != null) {
      metric.set(value);
      changed.add(metric);
    }
  }

  private static long millis(double seconds) {
    return Math.round(1000 * seconds);
  }
}
