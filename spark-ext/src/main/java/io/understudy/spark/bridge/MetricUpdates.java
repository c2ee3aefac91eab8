package io.understudy.spark.bridge;

import io.understudy.catalyst.bridge.Seqs;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.apache.spark.sql.execution.ui.SparkListenerDriverAccumUpdates;
import scala.Tuple2;

/** Sets metrics of a node on the driver, as often as wanted. */
public final class MetricUpdates {
  private final SparkContext context;

  public MetricUpdates(SparkContext context) {
    this.context = context;
  }

  /** A metric's new value, and by how much it differs from what was posted before. */
  public record Change(SQLMetric metric, long value, long difference) {}

  /**
   * Sets the metrics and tells the Spark UI and the event log.
   *
   * @param execution the execution that shows the node; if empty, nobody is told
   */
  public void post(String execution, List<Change> changes) {
    changes.forEach(change -> change.metric().set(change.value()));
    if (execution.isEmpty() || changes.isEmpty()) {
      return;
    }
    // Spark adds up what is posted, where SQLMetrics.postDriverMetricUpdates would post totals.
    List<Tuple2<Object, Object>> differences = new ArrayList<>(changes.size());
    for (Change change : changes) {
      differences.add(new Tuple2<>((Object) change.metric().id(), (Object) change.difference()));
    }
    context
        .listenerBus()
        .post(new SparkListenerDriverAccumUpdates(Long.parseLong(execution), Seqs.of(differences)));
  }
}
