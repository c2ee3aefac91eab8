package io.understudy.spark.view;

import static io.understudy.spark.view.VectorTable.HIGH;
import static io.understudy.spark.view.VectorTable.LOW;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.spark.account.Progress;
import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.stage.read.RowEmbedder;
import io.understudy.spark.view.KeySlices.Slice;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/** Brings a view's vectors to what its source has: embeds what is new, deletes what vanished. */
final class Refresh {
  /** Keys that are sent to every task rather than sorted and merged: 16 bytes each. */
  private static final long MOST_SENT = 5_000_000;

  /** More than this are not named one by one to be deleted; then the rest is written again. */
  private static final int MOST_NAMED = 20_000;

  private final SparkSession session;
  private final VectorTable table;
  private final RowEmbedder embedder;
  private final int batch;
  private final BooleanSupplier stopped;
  private final Progress progress;

  /**
   * @param embedder opened
   * @param batch texts handed to the embedder at once
   * @param stopped whether another session has taken over
   */
  Refresh(
      SparkSession session,
      VectorTable table,
      RowEmbedder embedder,
      int batch,
      BooleanSupplier stopped,
      Progress progress) {
    this.session = session;
    this.table = table;
    this.embedder = embedder;
    this.batch = batch;
    this.stopped = stopped;
    this.progress = progress;
  }

  /**
   * What a refresh did.
   *
   * @param contents different texts that have a vector now
   * @param embedded those among them that were embedded now
   * @param dropped contents that had a vector and are no longer in the source
   */
  record Outcome(long contents, long embedded, long dropped) {}

  /** Thrown when another session has taken over. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Runs jobs, and embeds. What was embedded is kept, slice by slice, when it fails.
   *
   * @throws UnderstudyException when texts could not be embedded
   */
  Outcome run(ViewSource source) {
    Dataset<Row> rows = TextKey.of(source.texts());
    Dataset<Row> known = table.reading(table::rows).select(HIGH, LOW);
    long before = table.reading(() -> known.distinct().count());
    long embedded = embedNew(before == 0 ? rows : without(rows, sent(known, before)));
    long dropped = before == 0 ? 0 : delete(without(known.distinct(), rows.select(HIGH, LOW)));
    return new Outcome(before + embedded - dropped, embedded, dropped);
  }

  private static Dataset<Row> sent(Dataset<Row> known, long size) {
    return size <= MOST_SENT ? broadcast(known) : known;
  }

  private static Dataset<Row> without(Dataset<Row> rows, Dataset<Row> others) {
    return rows.join(others, Seqs.of(List.of(HIGH, LOW)), "left_anti");
  }

  private long embedNew(Dataset<Row> missing) {
    Dataset<Row> distinct =
        missing
            .select(HIGH, LOW, ViewSource.TEXT)
            .dropDuplicates(new String[] {HIGH, LOW})
            .repartition(session.sparkContext().defaultParallelism())
            .sortWithinPartitions(HIGH)
            .persist(StorageLevel.DISK_ONLY());
    try {
      long contents = distinct.count();
      if (contents > 0) {
        embed(distinct, contents);
      }
      return contents;
    } finally {
      distinct.unpersist();
    }
  }

  private void embed(Dataset<Row> texts, long contents) {
    KeySlices slices = new KeySlices(contents);
    while (slices.more()) {
      Slice slice = slices.next();
      if (stopped.getAsBoolean()) {
        throw new Stopped();
      }
      long started = System.nanoTime();
      table.append(
          texts
              .where(col(HIGH).between(slice.low(), slice.high()))
              .mapPartitions(new EmbedTexts(embedder, batch), Encoders.row(VectorTable.TYPE)));
      slices.took((System.nanoTime() - started) / 1e9);
      progress.say(
          String.format(
              Locale.ROOT,
              "%s: embedded %.0f%% of %,d new texts",
              embedder.function(),
              100 * slices.done(),
              contents));
    }
  }

  private long delete(Dataset<Row> vanished) {
    List<Long> highs =
        vanished.select(HIGH).limit(MOST_NAMED + 1).collectAsList().stream()
            .map(row -> row.getLong(0))
            .toList();
    if (highs.isEmpty()) {
      return 0;
    }
    if (highs.size() <= MOST_NAMED) {
      table.delete(highs);
      return highs.size();
    }
    long count = vanished.count();
    table.replace(without(table.rows(), vanished).select(HIGH, LOW, VectorTable.VECTOR));
    return count;
  }
}
