package io.understudy.spark.stage;

import io.understudy.account.RunReport;
import io.understudy.catalyst.bridge.Seqs;
import io.understudy.spark.account.LiveRun;
import io.understudy.spark.account.Progress;
import io.understudy.spark.account.QueryId;
import io.understudy.spark.account.RowCounts;
import io.understudy.spark.account.RunId;
import io.understudy.spark.account.RunLedger;
import io.understudy.spark.bridge.MetricUpdates;
import io.understudy.spark.bridge.MetricUpdates.Change;
import io.understudy.spark.stage.label.LabelDesk;
import io.understudy.spark.stage.label.RunWatch;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.execution.metric.SQLMetric;

/**
 * Keeps a node's metrics equal to what the driver counts for the run in which the node works.
 *
 * <p>Tasks do not add to the metrics themselves: they may pass over the same rows twice (the
 * sampling of a stage above, a retry, a speculative copy) and may fail after they have paid.
 */
final class StagePosting implements RunWatch {
  private final MetricUpdates updates;
  private final Map<String, SQLMetric> metrics;
  private final BiFunction<String, QueryId, LiveRun> later;
  private final Map<String, Posted> runs = new HashMap<>();

  private record Posted(LiveRun run, Map<NodeMetric, Long> values) {}

  private StagePosting(
      MetricUpdates updates,
      Map<String, SQLMetric> metrics,
      BiFunction<String, QueryId, LiveRun> later) {
    this.updates = updates;
    this.metrics = metrics;
    this.later = later;
  }

  /**
   * For a node that begins to be prepared. A later query that uses the node's stage gets a run of
   * its own with the first news from its tasks.
   */
  static StagePosting of(
      SparkContext context,
      scala.collection.immutable.Map<String, SQLMetric> metrics,
      LiveRun first,
      Progress progress) {
    StagePosting posting =
        new StagePosting(
            new MetricUpdates(context),
            Seqs.javaMap(metrics),
            (run, query) -> {
              LiveRun again = first.later(new RunId(run, query.root()));
              RunLedger.of(context).begin(again, progress);
              return again;
            });
    posting.runs.put(first.runId(), new Posted(first, new EnumMap<>(NodeMetric.class)));
    LabelDesk.of(context).watch(first.runId(), posting);
    return posting;
  }

  @Override
  public synchronized void counted(String run, QueryId query) {
    Posted posted =
        runs.computeIfAbsent(
            run, id -> new Posted(later.apply(id, query), new EnumMap<>(NodeMetric.class)));
    RunReport report = posted.run().report();
    RowCounts rows = posted.run().rows();
    List<Change> changes = new ArrayList<>();
    for (NodeMetric metric : NodeMetric.values()) {
      long value = metric.value(report, rows);
      Long before = posted.values().put(metric, value);
      long difference = value - (before == null ? 0 : before);
      if (difference != 0) {
        SQLMetric shown = Objects.requireNonNull(metrics.get(metric.metricName()));
        changes.add(new Change(shown, value, difference));
      }
    }
    updates.post(query.execution(), changes);
  }
}
