package io.understudy.spark.view;

import static org.apache.spark.sql.functions.broadcast;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.sample.ContentKey;
import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.store.DeltaTasks;
import io.understudy.spark.store.StoreErrors;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The Delta table of a view's vectors. A content may stand in it twice, with equal vectors, where a
 * session was taken for dead and was not.
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

  private final SparkSession session;
  private final ViewTable table;
  private final String store;

  /**
   * @param session runs the jobs
   * @param store for messages
   */
  public VectorTable(SparkSession session, Path path, String store) {
    this.session = session;
    this.table = new ViewTable(session, path);
    this.store = store;
  }

  /** Every row as the table is now. */
  public Dataset<Row> rows() {
    return table.rows().select(HIGH, LOW, VECTOR);
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
    append(none());
  }

  /** Adds rows in one commit. */
  void append(Dataset<Row> vectors) {
    writing(() -> table.append(vectors));
  }

  /** Deletes the contents of some keys, known by their first halves, in one commit. */
  void delete(List<Long> highs) {
    writing(() -> table.replace(HIGH, highs, none()));
  }

  /** Keeps some rows of the table only, in one commit. */
  void replace(Dataset<Row> kept) {
    writing(() -> table.replaceAll(kept));
  }

  private Dataset<Row> none() {
    return session.createDataFrame(List.of(), TYPE);
  }

  /**
   * Runs what reads nothing but the table.
   *
   * @throws UnderstudyException when the store can't be read
   */
  <T> T reading(Supplier<T> work) {
    try {
      return DeltaTasks.during(session, work);
    } catch (Exception e) {
      throw StoreErrors.unreadable(store, e);
    }
  }

  private void writing(Runnable work) {
    try {
      work.run();
    } catch (Exception e) {
      throw ViewTable.understood(e).orElseThrow(() -> StoreErrors.unwritable(store, e));
    }
  }
}
