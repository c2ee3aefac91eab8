package io.understudy.benchmarks.state;

import io.understudy.benchmarks.Figures;
import io.understudy.benchmarks.Options;
import io.understudy.benchmarks.Stand;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * Refreshing an embedding view after 1% of the rows have changed, over building it.
 *
 * @param prefix of the figures
 * @param embedder makes the vectors
 * @param usualRows of the table
 */
record RefreshOverBuild(String prefix, String embedder, long usualRows) implements StateMeasure {
  private static final long WARM_UP = 2_000;

  /** With an embedder that takes nearly no time, and with an encoder in process. */
  static List<StateMeasure> all() {
    return List.of(
        new RefreshOverBuild("", Opinions.EMBEDDER, Opinions.ROWS),
        new RefreshOverBuild("encoder_", "bge-small-en-v1.5", 200_000));
  }

  @Override
  public List<String> figures() {
    return List.of(
        prefix + "refresh_over_build", prefix + "build_seconds", prefix + "refresh_seconds");
  }

  @Override
  public void measure(Stand stand, Options options, Figures figures) {
    SparkSession spark = stand.spark();
    spark.conf().set("spark.understudy.embedder", embedder);
    // Spark's and Delta's classes are loaded before the clock starts.
    Opinions.write(spark, WARM_UP);
    spark.sql("CREATE EMBEDDING VIEW warm ON " + Opinions.table() + " (review)");
    change(spark);
    spark.sql("REFRESH EMBEDDING VIEW warm");
    spark.sql("DROP EMBEDDING VIEW warm");
    Opinions.write(spark, Opinions.rows(options, usualRows));
    double build =
        Opinions.seconds(
            spark, "CREATE EMBEDDING VIEW opinions ON " + Opinions.table() + " (review)");
    figures.number(prefix + "build_seconds", build, "s");
    change(spark);
    double refresh = Opinions.seconds(spark, "REFRESH EMBEDDING VIEW opinions");
    figures.number(prefix + "refresh_seconds", refresh, "s");
    figures.number(prefix + "refresh_over_build", refresh / build, "ratio");
    spark.sql("DROP EMBEDDING VIEW opinions");
    spark.conf().set("spark.understudy.embedder", Opinions.EMBEDDER);
  }

  private static void change(SparkSession spark) {
    spark.sql(
        "UPDATE "
            + Opinions.table()
            + " SET review = concat(review, ' Or was it?') WHERE id % 100 = 0");
  }
}
