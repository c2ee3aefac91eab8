package io.understudy.spark.view;

import static io.understudy.spark.view.VectorTable.HIGH;
import static io.understudy.spark.view.VectorTable.LOW;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.spark.account.Progress;
import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.stage.read.RowEmbedder;
import io.understudy.spark.view.KeySlices.Slice;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/** Brings a view's vectors to what its source has: embeds what is new, deletes what vanished. */
final class Refresh {
  /** Keys that are sent to every task rather than sorted and merged: 16 bytes each. */
  private static final long MOST_SENT = 5_000_000;

  /** More than this are not named one by one to be deleted; then the rest is written again. */
  private static final int MOST_NAMED = 20_000;

  private static final String VANISHED = "vanished";
  private static final StructType DIFFERING =
      TextKey.TYPE.add(VANISHED, DataTypes.BooleanType, false);

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
    Dataset<Row> texts = TextKey.of(source.texts());
    Dataset<Row> known = table.reading(table::rows).select(HIGH, LOW);
    long before = table.reading(() -> known.distinct().count());
    if (before == 0) {
      long embedded = embedNew(texts);
      return new Outcome(embedded, embedded, 0);
    }
    // What Spark caches by plan it forgets when the table of the plan is written.
    JavaRDD<Row> kept =
        differing(texts, known).javaRDD().persist(StorageLevel.MEMORY_AND_DISK_SER());
    try {
      Dataset<Row> differing = session.createDataFrame(kept, DIFFERING);
      Dataset<Row> missing = differing.where(not(col(VANISHED)));
      Dataset<Row> vanished = differing.where(VANISHED);
      long added = missing.count();
      long dropped = vanished.count();
      long embedded = added == 0 ? 0 : embedNew(joined(texts, missing, added, "left_semi"));
      if (dropped > 0) {
        delete(vanished, dropped);
      }
      return new Outcome(before + embedded - dropped, embedded, dropped);
    } finally {
      kept.unpersist(/* blocking= */ false);
    }
  }

  /** Keys of the source or of the table only: nothing but keys is shuffled. */
  private static Dataset<Row> differing(Dataset<Row> texts, Dataset<Row> known) {
    String wanted = "wanted";
    String there = "there";
    return texts
        .select(HIGH, LOW)
        .distinct()
        .withColumn(wanted, lit(true))
        .join(
            known.distinct().withColumn(there, lit(true)),
            Seqs.of(List.of(HIGH, LOW)),
            "full_outer")
        .where(col(wanted).isNull().or(col(there).isNull()))
        .select(col(HIGH), col(LOW), col(wanted).isNull());
  }

  /** Keys of so many rows are sent to every task where they are few enough. */
  private static Dataset<Row> joined(
      Dataset<Row> rows, Dataset<Row> differing, long size, String how) {
    Dataset<Row> keys = differing.select(HIGH, LOW);
    return rows.join(size <= MOST_SENT ? broadcast(keys) : keys, Seqs.of(List.of(HIGH, LOW)), how);
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

  private void delete(Dataset<Row> vanished, long count) {
    if (count <= MOST_NAMED) {
      table.delete(
          vanished.select(HIGH).collectAsList().stream().map(row -> row.getLong(0)).toList());
    } else {
      table.replace(
          joined(table.rows(), vanished, count, "left_anti").select(HIGH, LOW, VectorTable.VECTOR));
    }
  }
}
