package io.understudy.spark.store;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A Delta table of the store. Every method runs Spark jobs but {@link #version}. Only Spark's own
 * data source API is used, so nothing of Delta is on the compile path.
 */
final class StoreTable {
  /** Who wrote a row into the log, and in which of its files: for moving it exactly once. */
  static final String WRITER = "writer";

  static final String SEQUENCE = "sequence";

  private static final String FORMAT = "delta";
  private static final List<String> MEANING =
      List.of("spark.sql.session.timeZone", "spark.sql.ansi.enabled", "spark.sql.caseSensitive");
  private static final int MAX_ROWS_PER_FILE = 1_000_000;

  private final SparkSession session;
  private final FileSystem files;
  private final Path path;
  private final StructType type;

  /**
   * @param session runs the jobs; a session of the store's own, so that no user's setting changes
   *     what is read or written
   * @param type of its rows; {@link #WRITER} and {@link #SEQUENCE} are among them
   */
  StoreTable(SparkSession session, FileSystem files, Path path, StructType type) {
    this.session = session;
    // Delta wants its catalogue to be configured for names of tables; here there are none.
    session.conf().set("spark.databricks.delta.requiredSparkConfsCheck.enabled", "false");
    DeltaTasks.set(session);
    this.files = files;
    this.path = path;
    this.type = type;
  }

  /** The same table, with what a user's session says about the meaning of a condition. */
  StoreTable asUser(SparkSession user) {
    SparkSession own = session.newSession();
    for (String key : MEANING) {
      own.conf().set(key, user.conf().get(key));
    }
    return new StoreTable(own, files, path, type);
  }

  /** Rows that are in memory. */
  Dataset<Row> local(List<Row> rows, StructType type) {
    return session.createDataFrame(rows, type);
  }

  /** Analyses a condition over columns; throws what Spark throws when it is wrong. */
  void check(StructType columns, String condition) {
    local(List.of(), columns).where(condition);
  }

  /** The newest commit, from the names of the files in the table's log; -1 without a table. */
  long version() throws IOException {
    return DeltaCommits.newest(files, path).map(DeltaCommits::number).orElse(-1L);
  }

  /**
   * The table's rows, with all columns of the type: those that the table was made without are NULL.
   */
  Dataset<Row> rows() {
    Dataset<Row> stored = session.read().format(FORMAT).load(path.toString());
    List<String> known = List.of(stored.columns());
    for (StructField column : type.fields()) {
      if (!known.contains(column.name())) {
        stored = stored.withColumn(column.name(), lit(null).cast(column.dataType()));
      }
    }
    return stored.select(
        Arrays.stream(type.fieldNames()).map(functions::col).toArray(Column[]::new));
  }

  /** The last of a writer's log files that was moved here; 0 if none was. */
  long moved(String writer) {
    Row row = rows().where(col(WRITER).equalTo(lit(writer))).agg(max(SEQUENCE)).head();
    return row.isNullAt(0) ? 0 : row.getLong(0);
  }

  /**
   * Appends a writer's rows, and creates the table if there is none. Delta notes the writer and the
   * sequence with the commit: of two sessions that move the same files at the same time one fails.
   *
   * @param last highest sequence among them
   */
  void append(List<Row> rows, String writer, long last) {
    session
        .createDataFrame(rows, type)
        .coalesce(1 + rows.size() / MAX_ROWS_PER_FILE)
        .write()
        .format(FORMAT)
        .mode(SaveMode.Append)
        .option("txnAppId", writer)
        .option("txnVersion", last)
        // Columns that the table was made without come with the first rows that have them.
        .option("mergeSchema", "true")
        // Delta then merges small files by itself, after a commit that leaves too many.
        .option("delta.autoOptimize.autoCompact", "true")
        .save(path.toString());
  }

  /** Deletes what meets a condition; returns how many rows that were. */
  long delete(String condition) {
    Dataset<Row> rows = rows();
    long met = rows.where(condition).count();
    if (met > 0) {
      session
          .createDataFrame(List.of(), rows.schema())
          .write()
          .format(FORMAT)
          .mode(SaveMode.Overwrite)
          .option("replaceWhere", condition)
          .option("mergeSchema", "true")
          .save(path.toString());
    }
    return met;
  }
}
