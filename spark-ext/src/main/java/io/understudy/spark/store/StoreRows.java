package io.understudy.spark.store;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import io.understudy.spark.store.StoreLog.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * What a store keeps, as rows: the table's, and those that are still in the log.
 *
 * @param <F> what a file of the log holds
 */
final class StoreRows<F> {
  private final StoreLog<F> log;
  private final StoreTable table;
  private final StructType shown;
  private final Function<F, List<Row>> rows;

  /**
   * @param shown columns of the table to be shown
   * @param rows what a file holds, with these columns
   */
  StoreRows(StoreLog<F> log, StoreTable table, StructType shown, Function<F, List<Row>> rows) {
    this.log = log;
    this.table = table;
    this.shown = shown;
    this.rows = rows;
  }

  Dataset<Row> all() throws IOException {
    List<Row> inLog = new ArrayList<>();
    Map<String, LongSummaryStatistics> read = new TreeMap<>();
    for (Entry entry : log.list()) {
      Optional<F> file = log.read(entry);
      if (file.isPresent()) {
        inLog.addAll(rows.apply(file.get()));
        read.computeIfAbsent(entry.writer(), w -> new LongSummaryStatistics())
            .accept(entry.sequence());
      }
    }
    Dataset<Row> local = table.local(inLog, shown);
    if (table.version() < 0) {
      return local;
    }
    Dataset<Row> inTable = table.rows();
    for (Map.Entry<String, LongSummaryStatistics> one : read.entrySet()) {
      // Moved since it was read from the log.
      inTable =
          inTable.where(
              not(
                  col(StoreTable.WRITER)
                      .equalTo(one.getKey())
                      .and(
                          col(StoreTable.SEQUENCE)
                              .between(one.getValue().getMin(), one.getValue().getMax()))));
    }
    Dataset<Row> moved =
        inTable.select(
            Arrays.stream(shown.fieldNames()).map(functions::col).toArray(Column[]::new));
    return inLog.isEmpty() ? moved : moved.union(local);
  }
}
