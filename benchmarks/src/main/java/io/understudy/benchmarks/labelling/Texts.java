package io.understudy.benchmarks.labelling;

import org.apache.spark.sql.SparkSession;

/** Made-up texts, every third of them good. */
final class Texts {
  private Texts() {}

  /**
   * A view with the columns {@code text} and {@code good}.
   *
   * @param kind a word of every text, so that texts of two kinds are never equal
   */
  static void create(SparkSession spark, String view, String kind, int rows, int partitions) {
    spark
        .sql(
            """
            SELECT concat('Text ', id, ' is ', IF(id %% 3 = 0, 'good', 'poor'), ', %s.') AS text,
              id %% 3 = 0 AS good
            FROM range(0, %d, 1, %d)\
            """
                .formatted(kind, rows, partitions))
        .createOrReplaceTempView(view);
  }
}
