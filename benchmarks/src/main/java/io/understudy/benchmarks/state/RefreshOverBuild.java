package io.understudy.benchmarks.state;

import io.understudy.benchmarks.Figures;
import io.understudy.benchmarks.Options;
import io.understudy.benchmarks.Stand;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** Refreshing an embedding view after 1% of the rows have changed, over building it. */
final class RefreshOverBuild implements StateMeasure {
  private static final long WARM_UP = 2_000;

  @Override
  public List<String> figures() {
    return List.of("refresh_over_build", "build_seconds", "refresh_seconds");
  }

  @Override
  public void measure(Stand stand, Options options, Figures figures) {
    SparkSession spark = stand.spark();
    // Spark's and Delta's classes are loaded before the clock starts.
    Opinions.write(spark, WARM_UP);
    spark.sql("CREATE EMBEDDING VIEW warm ON " + Opinions.table() + " (review)");
    change(spark);
    spark.sql("REFRESH EMBEDDING VIEW warm");
    spark.sql("DROP EMBEDDING VIEW warm");
    Opinions.write(spark, Opinions.rows(options));
    double build =
        Opinions.seconds(
            spark, "CREATE EMBEDDING VIEW opinions ON " + Opinions.table() + " (review)");
    figures.number("build_seconds", build, "s");
    change(spark);
    double refresh = Opinions.seconds(spark, "REFRESH EMBEDDING VIEW opinions");
    figures.number("refresh_seconds", refresh, "s");
    figures.number("refresh_over_build", refresh / build, "ratio");
  }

  private static void change(SparkSession spark) {
    spark.sql(
        "UPDATE "
            + Opinions.table()
            + " SET review = concat(review, ' Or was it?') WHERE id % 100 = 0");
  }
}
