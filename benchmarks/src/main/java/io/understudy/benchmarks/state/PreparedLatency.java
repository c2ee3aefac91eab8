package io.understudy.benchmarks.state;

import io.understudy.benchmarks.Figures;
import io.understudy.benchmarks.Options;
import io.understudy.benchmarks.Quantiles;
import io.understudy.benchmarks.Stand;
import io.understudy.benchmarks.speed.Reviews;
import io.understudy.localllm.KeywordOracle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * The time to the first row of a query that a prepared model answers, against the time in which the
 * LLM answers every row: 200 ms for a request, 64 of them at a time. The LLM's side is measured on
 * some thousand rows, and its own rate gives the time for more.
 */
final class PreparedLatency implements StateMeasure {
  private static final int CONCURRENCY = 64;
  private static final Duration LATENCY = Duration.ofMillis(200);
  private static final List<Long> ROWS = List.of(1_000L, 10_000L, 100_000L, 1_000_000L);
  private static final List<Long> QUICK_ROWS = List.of(1_000L);
  private static final int ROUNDS = 5;
  private static final String CALL = "AI.IF('Is it good? ' || review, embeddings => emb%s)";

  @Override
  public List<String> figures() {
    return List.of(
        "prepared_latency_gain.ROWS",
        "prepared_seconds_to_first_row.ROWS",
        "prepared_seconds.ROWS",
        "prepared_calls.ROWS",
        "llm_seconds.ROWS");
  }

  @Override
  public void measure(Stand stand, Options options, Figures figures) {
    SparkSession spark = stand.spark();
    spark.conf().set("spark.understudy.endpoints.default.concurrency", "" + CONCURRENCY);
    double rate = llmRate(stand, options.quick() ? 2_000 : 6_000);
    for (long rows : options.rowsOr(options.quick() ? QUICK_ROWS : ROWS)) {
      measure(stand, rows, rate, figures);
    }
    stand.server().setLatency(Duration.ZERO);
  }

  private static void measure(Stand stand, long rows, double rate, Figures figures) {
    SparkSession spark = stand.spark();
    stand.use(new KeywordOracle("good"));
    stand.server().setLatency(LATENCY);
    Reviews.open(spark, "delta", rows);
    spark
        .sql(
            "CREATE AI MODEL m%d AS %s ON reviews OPTIONS (minRows = 0, labels = %d)"
                .formatted(rows, CALL.formatted(""), Math.min(1_000, rows / 2)))
        .collectAsList();
    long paid = stand.server().requests();
    List<Double> first = new ArrayList<>();
    List<Double> all = new ArrayList<>();
    for (int round = 0; round <= ROUNDS; round++) {
      long started = System.nanoTime();
      spark.sql("SELECT id FROM reviews WHERE " + CALL.formatted("")).toLocalIterator().next();
      double toFirst = (System.nanoTime() - started) / 1e9;
      started = System.nanoTime();
      spark.sql("SELECT count(*) FROM reviews WHERE " + CALL.formatted("")).collectAsList();
      // Code is compiled in the first round.
      if (round > 0) {
        first.add(toFirst);
        all.add((System.nanoTime() - started) / 1e9);
      }
    }
    double llm = rows / rate;
    figures.number("llm_seconds." + rows, llm, "s");
    figures.number("prepared_calls." + rows, stand.server().requests() - paid, "calls");
    figures.median("prepared_seconds_to_first_row." + rows, first, "s");
    figures.median("prepared_seconds." + rows, all, "s");
    figures.number("prepared_latency_gain." + rows, llm / Quantiles.of(first, 0.5), "ratio");
    spark.sql("DROP AI MODEL m" + rows).collectAsList();
  }

  /** Rows per second with the LLM on every row. */
  private static double llmRate(Stand stand, int rows) {
    SparkSession spark = stand.spark();
    Reviews.open(spark, "parquet", 10_000);
    spark
        .sql("SELECT * FROM reviews LIMIT " + rows)
        .repartition(2)
        .cache()
        .createOrReplaceTempView("reviews");
    spark.table("reviews").count();
    stand.use(new KeywordOracle("good"));
    stand.server().setLatency(LATENCY);
    long started = System.nanoTime();
    spark
        .sql(
            "SELECT count(*) FROM reviews WHERE "
                + CALL.formatted(", optimization_mode => 'MAXIMIZE_QUALITY'"))
        .collectAsList();
    return rows / ((System.nanoTime() - started) / 1e9);
  }
}
