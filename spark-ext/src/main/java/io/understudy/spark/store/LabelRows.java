package io.understudy.spark.store;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import io.understudy.spark.store.LabelLog.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The labels of a store as rows: the table's, and those that are still in the log. */
final class LabelRows {
  private static final Column[] SHOWN =
      LabelColumns.SHOWN.stream().map(column -> col(column.name())).toArray(Column[]::new);

  private final LabelLog log;
  private final LabelTable table;

  LabelRows(LabelLog log, LabelTable table) {
    this.log = log;
    this.table = table;
  }

  Dataset<Row> rows() throws IOException {
    List<Row> inLog = new ArrayList<>();
    Map<String, LongSummaryStatistics> read = new TreeMap<>();
    for (Entry entry : log.list()) {
      Optional<LogFile> file = log.read(entry);
      if (file.isPresent()) {
        inLog.addAll(rows(file.get()));
        read.computeIfAbsent(entry.writer(), w -> new LongSummaryStatistics())
            .accept(entry.sequence());
      }
    }
    Dataset<Row> rows = table.local(inLog, LabelColumns.SHOWN_TYPE);
    if (table.version() < 0) {
      return rows;
    }
    Dataset<Row> inTable = table.rows();
    for (Map.Entry<String, LongSummaryStatistics> one : read.entrySet()) {
      // Moved since it was read from the log.
      inTable =
          inTable.where(
              not(
                  col(LabelColumns.WRITER)
                      .equalTo(one.getKey())
                      .and(
                          col(LabelColumns.SEQUENCE)
                              .between(one.getValue().getMin(), one.getValue().getMax()))));
    }
    Dataset<Row> moved = inTable.select(SHOWN);
    return inLog.isEmpty() ? moved : moved.union(rows);
  }

  private static List<Row> rows(LogFile file) {
    return file.labels().stream()
        .map(label -> LabelColumns.row(file.question(label), label))
        .toList();
  }
}
