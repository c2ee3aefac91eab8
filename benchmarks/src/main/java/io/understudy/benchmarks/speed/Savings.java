package io.understudy.benchmarks.speed;

import io.understudy.benchmarks.Benchmark;
import io.understudy.benchmarks.Figures;
import io.understudy.benchmarks.Options;
import io.understudy.benchmarks.Places;
import io.understudy.benchmarks.Stand;
import io.understudy.localllm.KeywordOracle;
import io.understudy.localllm.LocalLlmOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * Time and calls that are saved against an LLM on every row, with an endpoint that takes 200 ms for
 * a request and works on 64 at a time. The LLM's side is measured on some thousand rows, and its
 * own rate gives the time for more.
 */
public final class Savings implements Benchmark {
  private static final int CONCURRENCY = 64;
  private static final Duration LATENCY = Duration.ofMillis(200);
  private static final List<Long> ROWS = List.of(10_000L, 100_000L, 1_000_000L);
  private static final List<Long> QUICK_ROWS = List.of(10_000L, 100_000L);

  @Override
  public String name() {
    return "savings";
  }

  @Override
  public List<String> figures() {
    return List.of("latency_gain.ROWS", "calls_gain.ROWS", "llm_rows_per_second", "seconds.ROWS");
  }

  @Override
  public void run(Options options, Figures figures) throws IOException {
    LocalLlmOptions.Builder llm =
        LocalLlmOptions.builder().latency(LATENCY).queueBeyond(CONCURRENCY);
    try (Stand stand = Stand.open(llm)) {
      SparkSession spark = stand.spark();
      spark.conf().set("spark.understudy.endpoints.default.concurrency", "" + CONCURRENCY);
      // Spark's own classes are loaded, and code is compiled, before the clock starts.
      Reviews.open(spark, "parquet", 10_000);
      asked(stand, "");
      double rate = llmRate(stand, options.quick() ? 2_000 : 6_000);
      figures.number("llm_rows_per_second", rate, "rows/s");
      SavingsPlot plot = new SavingsPlot();
      for (long rows : options.rowsOr(options.quick() ? QUICK_ROWS : ROWS)) {
        Reviews.open(spark, "parquet", rows);
        double seconds = asked(stand, "");
        double calls = stand.server().requests();
        figures.number("seconds." + rows, seconds, "s");
        figures.number("latency_gain." + rows, rows / rate / seconds, "ratio");
        figures.number("calls_gain." + rows, rows / calls, "ratio");
        plot.add(new SavingsPlot.Point(rows, calls, seconds, rows / rate));
      }
      Path picture = Places.root().resolve("benchmarks/target/savings.svg");
      plot.write(picture);
      System.err.println("Calls and seconds against rows: " + picture);
    }
  }

  /** Rows per second with the LLM on every row. */
  private static double llmRate(Stand stand, int rows) {
    Reviews.open(stand.spark(), "parquet", 10_000);
    stand
        .spark()
        .sql("SELECT * FROM reviews LIMIT " + rows)
        .repartition(2)
        .cache()
        .createOrReplaceTempView("reviews");
    stand.spark().table("reviews").count();
    double seconds = asked(stand, ", optimization_mode => 'MAXIMIZE_QUALITY'");
    return rows / seconds;
  }

  /** Seconds of a query that nobody has paid for before. */
  private static double asked(Stand stand, String mode) {
    stand.use(new KeywordOracle("good"));
    long started = System.nanoTime();
    stand
        .spark()
        .sql(
            "SELECT count(*) FROM reviews WHERE AI.IF('Is it good? ' || review,"
                + " embeddings => emb"
                + mode
                + ")")
        .collectAsList();
    return (System.nanoTime() - started) / 1e9;
  }
}
