package io.understudy.benchmarks.speed;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Runs a query to its last row, without making anything of the rows. */
final class Timed {
  private Timed() {}

  /** Wall time in seconds. */
  static double run(Dataset<Row> query) {
    long started = System.nanoTime();
    ((org.apache.spark.sql.classic.Dataset<Row>) query).queryExecution().toRdd().count();
    return (System.nanoTime() - started) / 1e9;
  }
}
