package io.understudy.benchmarks.speed;

import io.understudy.benchmarks.Figures;
import io.understudy.benchmarks.Stand;
import io.understudy.localllm.KeywordOracle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What a new query does besides waiting for labels and scoring rows: planning, sampling, training,
 * judging and broadcasting. It is what is left of its wall time without the time for labels and
 * without the time of the same query once it is prepared, which is run right after it.
 */
final class Overhead {
  private final Stand stand;
  private final String call;
  private final long rows;

  /**
   * @param call a condition on the view {@code reviews}, which has so many rows
   */
  Overhead(Stand stand, String call, long rows) {
    this.stand = stand;
    this.call = call;
    this.rows = rows;
  }

  /** Publishes the ratio to one scan, and the seconds of each step. */
  void measure(int rounds, Figures figures) {
    SparkSession spark = stand.spark();
    Dataset<Row> scan = spark.sql("SELECT id FROM reviews WHERE emb[0] > 0");
    List<Double> ratios = new ArrayList<>();
    Map<String, List<Double>> steps = new TreeMap<>();
    for (int round = 0; round <= rounds; round++) {
      double scanned = Timed.run(scan);
      // Another model, so that nothing is known yet.
      stand.use(new KeywordOracle("good"));
      long started = System.nanoTime();
      Dataset<Row> query = spark.sql("SELECT id FROM reviews WHERE " + call);
      Timed.run(query);
      double all = (System.nanoTime() - started) / 1e9;
      Row run = lastRun(spark);
      double prepared = Timed.run(query);
      double label = run.getDouble(1);
      double overhead = all - label - prepared;
      if (round > 0) {
        ratios.add(overhead / scanned);
        double sample = run.getDouble(0);
        double train = run.getDouble(2);
        double judge = run.getDouble(3);
        add(steps, "scan", scanned);
        add(steps, "prepared", prepared);
        add(steps, "sample", sample);
        add(steps, "label", label);
        add(steps, "train", train);
        add(steps, "judge", judge);
        add(steps, "rest", overhead - sample - train - judge);
      }
    }
    figures.median("overhead_over_scan." + rows, ratios, "ratio");
    steps.forEach(
        (step, seconds) -> figures.median("overhead_seconds." + rows + "." + step, seconds, "s"));
  }

  private static void add(Map<String, List<Double>> steps, String step, double seconds) {
    steps.computeIfAbsent(step, name -> new ArrayList<>()).add(seconds);
  }

  private static Row lastRun(SparkSession spark) {
    List<Row> runs =
        spark
            .sql(
                "SELECT seconds_sample, seconds_label, seconds_train, seconds_judge"
                    + " FROM understudy_runs()")
            .collectAsList();
    return runs.get(runs.size() - 1);
  }
}
