package io.understudy.spark.stage;

import io.understudy.spark.account.QueryId;
import io.understudy.spark.bridge.MetricUpdates;
import io.understudy.spark.bridge.MetricUpdates.Change;
import io.understudy.spark.stage.label.RunWatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.spark.sql.execution.metric.SQLMetric;

/** Keeps the metric of an embedding node equal to the rows that the driver counts. */
final class EmbedPosting implements RunWatch {
  private final MetricUpdates updates;
  private final SQLMetric rowsEmbedded;
  private final ToLongFunction<String> embedded;
  private final Map<String, Long> posted = new HashMap<>();

  /**
   * @param embedded rows embedded so far in a run
   */
  EmbedPosting(MetricUpdates updates, SQLMetric rowsEmbedded, ToLongFunction<String> embedded) {
    this.updates = updates;
    this.rowsEmbedded = rowsEmbedded;
    this.embedded = embedded;
  }

  @Override
  public synchronized void counted(String run, QueryId query) {
    long rows = embedded.applyAsLong(run);
    Long before = posted.put(run, rows);
    long difference = rows - (before == null ? 0 : before);
    if (difference != 0) {
      updates.post(query.execution(), List.of(new Change(rowsEmbedded, rows, difference)));
    }
  }
}
