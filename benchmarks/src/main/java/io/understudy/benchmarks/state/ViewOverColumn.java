package io.understudy.benchmarks.state;

import io.understudy.benchmarks.Figures;
import io.understudy.benchmarks.Options;
import io.understudy.benchmarks.Stand;
import io.understudy.localllm.KeywordOracle;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * A whole query, from sampling to its last row, that takes its vectors from an embedding view, over
 * the same query with the same vectors in a column. Nobody has paid for its labels before.
 */
final class ViewOverColumn implements StateMeasure {
  @Override
  public List<String> figures() {
    return List.of("view_over_column", "view_seconds", "column_seconds");
  }

  @Override
  public void measure(Stand stand, Options options, Figures figures) {
    SparkSession spark = stand.spark();
    Opinions.write(spark, Opinions.rows(options, Opinions.ROWS));
    spark.sql("CREATE EMBEDDING VIEW IF NOT EXISTS opinions ON " + Opinions.table() + " (review)");
    spark.sql("REFRESH EMBEDDING VIEW opinions");
    Opinions.writeColumn(spark);
    List<Double> view = new ArrayList<>();
    List<Double> column = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round <= (options.quick() ? 2 : 5); round++) {
      double fromView = asked(stand, "review)", Opinions.table());
      if (stand.server().embeddedTexts() > 0) {
        throw new IllegalStateException("the view did not play");
      }
      double fromColumn = asked(stand, "review, embeddings => emb)", Opinions.withColumn());
      if (round > 0) {
        view.add(fromView);
        column.add(fromColumn);
        ratios.add(fromView / fromColumn);
      }
    }
    figures.median("view_seconds", view, "s");
    figures.median("column_seconds", column, "s");
    figures.median("view_over_column", ratios, "ratio");
  }

  private static double asked(Stand stand, String rest, String table) {
    stand.use(new KeywordOracle("good"));
    return Opinions.seconds(
        stand.spark(), "SELECT count(*) FROM " + table + " WHERE AI.IF('Is it good? ' || " + rest);
  }
}
