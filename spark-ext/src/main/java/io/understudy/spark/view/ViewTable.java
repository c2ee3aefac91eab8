package io.understudy.spark.view;

import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.store.DeltaTasks;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * The Delta table of a view, each change of which is one commit. Only Spark's own data source API
 * is used, so nothing of Delta is on the compile path. Failures are Spark's.
 */
public final class ViewTable {
  private static final String FORMAT = "delta";
  private static final String CATALOGUE_CHECK =
      "spark.databricks.delta.requiredSparkConfsCheck.enabled";

  private final SparkSession session;
  private final Path path;

  /**
   * @param session runs the jobs
   */
  public ViewTable(SparkSession session, Path path) {
    this.session = session;
    this.path = path;
    if (!session.conf().contains(CATALOGUE_CHECK)) {
      // Delta wants its catalogue to be configured for names of tables; here there are none.
      session.conf().set(CATALOGUE_CHECK, "false");
    }
  }

  /** Every row as the table is now. */
  public Dataset<Row> rows() {
    return session.read().format(FORMAT).load(path.toString());
  }

  /** Adds rows, and makes the table if it is not there. */
  public void append(Dataset<Row> rows) {
    save(
        rows.write()
            .format(FORMAT)
            .mode(SaveMode.Append)
            // Small files are merged by Delta, and what is deleted is noted beside its file.
            .option("delta.autoOptimize.autoCompact", "true")
            .option("delta.enableDeletionVectors", "true"));
  }

  /**
   * Puts rows in the place of those of some keys.
   *
   * @param column of the keys, in the table and in the rows
   * @param keys of all rows that are replaced, and of those in their place
   */
  public void replace(String column, List<Long> keys, Dataset<Row> rows) {
    String condition =
        keys.stream().map(String::valueOf).collect(Collectors.joining(", ", column + " IN (", ")"));
    save(rows.write().format(FORMAT).mode(SaveMode.Overwrite).option("replaceWhere", condition));
  }

  /** Puts rows in the place of all that there are. */
  public void replaceAll(Dataset<Row> rows) {
    save(rows.write().format(FORMAT).mode(SaveMode.Overwrite));
  }

  private void save(DataFrameWriter<Row> writer) {
    DeltaTasks.during(
        session,
        () -> {
          writer.save(path.toString());
          return path;
        });
  }

  /** What a task or a stage of ours said, below what Spark says about it. */
  public static Optional<UnderstudyException> understood(Throwable failure) {
    for (@Nullable Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof UnderstudyException known) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }
}
