package io.understudy.spark.answer;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.plan.KeptAnswer;
import io.understudy.spark.view.ViewTable;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** Brings a view's rows to what its source has: answers what is new, drops what vanished. */
final class AnswerRefresh {
  /** More hashes than this are not named one by one; then the table is written again. */
  private static final int MOST_NAMED = 20_000;

  /** Hashes that are sent to every task rather than sorted and merged: 16 bytes each. */
  private static final long MOST_SENT = 1_000_000;

  private static final String WANTED = "wanted";
  private static final String GOOD = "good";
  private static final String THERE = "there";
  private static final Column[] KEY = {col(RowHash.HIGH), col(RowHash.LOW)};

  private final ViewTable table;
  private final ViewQuery query;

  AnswerRefresh(ViewTable table, ViewQuery query) {
    this.table = table;
    this.query = query;
  }

  /**
   * What a refresh did.
   *
   * @param added rows that were answered
   * @param removed rows that were in the view and are no longer, or were answered again
   */
  record Outcome(long added, long removed) {}

  /** Fills a table that is not there yet. */
  Outcome fill() {
    table.append(query.answered(query.hashed()));
    return new Outcome(table.rows().count(), 0);
  }

  /** Compares, and changes what differs, in one commit. */
  Outcome run() {
    Dataset<Row> changed = changed().persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Row sums =
          changed
              .select(coalesce(sum(WANTED), lit(0L)), coalesce(sum(THERE), lit(0L)), count(lit(1)))
              .head();
      Outcome outcome = new Outcome(sums.getLong(0), sums.getLong(1));
      long hashes = sums.getLong(2);
      if (hashes > 0) {
        change(outcome, changed, hashes);
      }
      return outcome;
    } finally {
      changed.unpersist();
    }
  }

  /** Hashes of which the source has another number of rows than the view has good ones. */
  private Dataset<Row> changed() {
    Dataset<Row> wanted = query.hashed().groupBy(KEY).agg(count(lit(1)).as(WANTED));
    Dataset<Row> there =
        table
            .rows()
            .groupBy(KEY)
            .agg(count(lit(1)).as(THERE), sum(when(failed(), lit(0L)).otherwise(lit(1L))).as(GOOD));
    return wanted
        .join(there, Seqs.of(List.of(RowHash.HIGH, RowHash.LOW)), "full_outer")
        .na()
        .fill(0L, new String[] {WANTED, THERE, GOOD})
        .where(col(WANTED).notEqual(col(GOOD)).or(col(THERE).notEqual(col(GOOD))));
  }

  private Column failed() {
    return query.items().stream()
        .filter(item -> !item.calls().isEmpty())
        .map(item -> col("`" + item.name() + ViewItem.BY + "`").equalTo(KeptAnswer.FAILED))
        .map(failed -> coalesce(failed, lit(false)))
        .reduce(lit(false), Column::or);
  }

  private void change(Outcome outcome, Dataset<Row> changed, long hashes) {
    Dataset<Row> keys = changed.select(KEY);
    Dataset<Row> sent = hashes <= MOST_SENT ? broadcast(keys) : keys;
    // Where rows only vanished there is nothing to judge an understudy for.
    Dataset<Row> answered = outcome.added() == 0 ? table.rows().where(lit(false)) : answered(sent);
    if (outcome.removed() == 0) {
      table.append(answered);
    } else if (hashes <= MOST_NAMED) {
      List<Long> highs = keys.collectAsList().stream().map(row -> row.getLong(0)).toList();
      table.replace(RowHash.HIGH, highs, answered);
    } else {
      table.replaceAll(
          table
              .rows()
              .join(sent, Seqs.of(List.of(RowHash.HIGH, RowHash.LOW)), "left_anti")
              .unionByName(answered));
    }
  }

  private Dataset<Row> answered(Dataset<Row> keys) {
    return query.answered(
        query
            .hashed()
            .join(
                keys.withColumn(ViewQuery.WANTED, lit(true)),
                Seqs.of(List.of(RowHash.HIGH, RowHash.LOW)),
                "left_outer"));
  }

  /** How many rows the table has, and how many of them failed. */
  AnswerView.Counts counts() {
    Row counts =
        table
            .rows()
            .select(
                count(lit(1)), coalesce(sum(when(failed(), lit(1L)).otherwise(lit(0L))), lit(0L)))
            .head();
    return new AnswerView.Counts(counts.getLong(0), counts.getLong(1));
  }
}
