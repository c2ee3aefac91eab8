package io.understudy.spark.stage;

import org.apache.spark.SparkContext;

/** Which query the calling thread is executing. */
final class QueryIds {
  private QueryIds() {}

  /** Spark's execution id of the outermost query; empty outside of any. */
  static String current(SparkContext context) {
    String root = context.getLocalProperty("spark.sql.execution.root.id");
    String id = root == null ? context.getLocalProperty("spark.sql.execution.id") : root;
    return id == null ? "" : id;
  }
}
