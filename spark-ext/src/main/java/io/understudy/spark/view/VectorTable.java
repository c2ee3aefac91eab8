package io.understudy.spark.view;

import static org.apache.spark.sql.functions.broadcast;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.sample.ContentKey;
import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.store.StoreErrors;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The Delta table of a view's vectors. A content may stand in it twice, with equal vectors, where a
 * session was taken for dead and was not. Only Spark's own data source API is used, so nothing of
 * Delta is on the compile path.
 */
public final class VectorTable {
  /** The first 64 bits of a content's key. */
  public static final String HIGH = "high";

  /** The last 64 bits of a content's key. */
  public static final String LOW = "low";

  /** The content's embedding. */
  public static final String VECTOR = "vector";

  static final StructType TYPE =
      new StructType()
          .add(HIGH, DataTypes.LongType, false)
          .add(LOW, DataTypes.LongType, false)
          .add(VECTOR, DataTypes.createArrayType(DataTypes.FloatType, false), false);

  private static final String FORMAT = "delta";
  private static final String CATALOGUE_CHECK =
      "spark.databricks.delta.requiredSparkConfsCheck.enabled";

  private final SparkSession session;
  private final Path path;
  private final String store;

  /**
   * @param session runs the jobs
   * @param store for messages
   */
  public VectorTable(SparkSession session, Path path, String store) {
    this.session = session;
    this.path = path;
    this.store = store;
    if (session.conf().getOption(CATALOGUE_CHECK).isEmpty()) {
      // Delta wants its catalogue to be configured for names of tables; here there are none.
      session.conf().set(CATALOGUE_CHECK, "false");
    }
  }

  /** Every row as the table is now. */
  public Dataset<Row> rows() {
    return session.read().format(FORMAT).load(path.toString()).select(HIGH, LOW, VECTOR);
  }

  /** The rows of some contents, few enough to be sent to every task. */
  public Dataset<Row> rows(Collection<ContentKey> contents) {
    Dataset<Row> keys =
        session.createDataFrame(
            contents.stream().map(key -> RowFactory.create(key.high(), key.low())).toList(),
            TextKey.TYPE);
    return rows().join(broadcast(keys), Seqs.of(List.of(HIGH, LOW)), "left_semi");
  }

  /** Makes the table, without rows. */
  void create() {
    append(session.createDataFrame(List.of(), TYPE));
  }

  /** Adds rows in one commit. */
  void append(Dataset<Row> vectors) {
    write(
        vectors
            .write()
            .format(FORMAT)
            .mode(SaveMode.Append)
            // Small files are merged by Delta, and what is deleted is noted beside its file.
            .option("delta.autoOptimize.autoCompact", "true")
            .option("delta.enableDeletionVectors", "true"));
  }

  /** Deletes the contents of some keys, known by their first halves, in one commit. */
  void delete(List<Long> highs) {
    String condition =
        highs.stream().map(String::valueOf).collect(Collectors.joining(", ", HIGH + " IN (", ")"));
    write(
        session
            .createDataFrame(List.of(), TYPE)
            .write()
            .format(FORMAT)
            .mode(SaveMode.Overwrite)
            .option("replaceWhere", condition));
  }

  /** Keeps some rows of the table only, in one commit. */
  void replace(Dataset<Row> kept) {
    write(kept.write().format(FORMAT).mode(SaveMode.Overwrite));
  }

  /**
   * Runs what reads nothing but the table.
   *
   * @throws UnderstudyException when the store can't be read
   */
  <T> T reading(Supplier<T> work) {
    try {
      return work.get();
    } catch (Exception e) {
      throw StoreErrors.unreadable(store, e);
    }
  }

  private void write(DataFrameWriter<Row> writer) {
    try {
      writer.save(path.toString());
    } catch (Exception e) {
      throw understood(e).orElseThrow(() -> StoreErrors.unwritable(store, e));
    }
  }

  /** What a task said that could not embed, below what Spark says about the task. */
  private static Optional<UnderstudyException> understood(Throwable failure) {
    for (@Nullable Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof UnderstudyException known) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }
}
