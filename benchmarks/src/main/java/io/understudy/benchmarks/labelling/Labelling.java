package io.understudy.benchmarks.labelling;

import io.understudy.benchmarks.Benchmark;
import io.understudy.benchmarks.Figures;
import io.understudy.benchmarks.Options;
import io.understudy.localllm.LocalLlmServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Throughput of a labelling pass, and the calls that faults cost. */
public final class Labelling implements Benchmark {
  private static final List<Integer> EXECUTORS = List.of(1, 2);
  private static final String ALL_BY_LLM =
      "SELECT count(*), count_if(ai = good) FROM (SELECT good, AI.IF('Is it good? ' || text,"
          + " optimization_mode => 'MAXIMIZE_QUALITY') AS ai FROM texts)";

  @Override
  public String name() {
    return "labelling";
  }

  @Override
  public List<String> figures() {
    return List.of(
        "saturation.EXECUTORS",
        "rows_per_second.EXECUTORS",
        "cpu_per_row.EXECUTORS",
        "best_rows_per_second.EXECUTORS",
        "faults.calls_over_clean",
        "faults.wrong_answers",
        "faults.rows_without_answer",
        "faults.answers_paid_twice");
  }

  @Override
  public void run(Options options, Figures figures) throws Exception {
    int rows = options.quick() ? 3_200 : 25_600;
    for (int executors : EXECUTORS) {
      if (options.wants("saturation")) {
        saturation(executors, rows, figures);
      }
    }
    if (options.wants("faults")) {
      FaultCosts.measure(options.quick() ? 2_000 : 12_000, figures);
    }
  }

  /** All rows are new to the endpoint, so every one of them is a request. */
  private static void saturation(int executors, int rows, Figures figures) throws IOException {
    int each = Endpoint.CONCURRENCY / executors;
    Map<String, String> settings =
        Map.of("spark.understudy.endpoints.default.concurrency", Integer.toString(each));
    try (LocalLlmServer server = Endpoint.start();
        Cluster cluster = Cluster.open(server, executors, settings)) {
      SparkSession spark = cluster.spark();
      Texts.create(spark, "texts", "warm", rows / 8, executors);
      query(spark, ALL_BY_LLM);
      double best = Endpoint.bestRate(server, rows / 2);
      Texts.create(spark, "texts", "measured", rows, executors);
      server.reset();
      Duration cpu = cpu();
      long started = System.nanoTime();
      query(spark, ALL_BY_LLM);
      double rate = rows / ((System.nanoTime() - started) / 1e9);
      double cpuMillis = cpu().minus(cpu).toMillis() / (double) rows;
      if (server.requests() != rows) {
        throw new IllegalStateException("expected " + rows + " calls, saw " + server.requests());
      }
      figures.number("saturation." + executors, rate / best, "share of the endpoint's best");
      figures.number("rows_per_second." + executors, rate, "rows/s");
      figures.number("cpu_per_row." + executors, cpuMillis, "ms, server included");
      figures.number("best_rows_per_second." + executors, best, "rows/s");
    }
  }

  /** Processor time of this process and its executors. */
  private static Duration cpu() {
    ProcessHandle self = ProcessHandle.current();
    return Stream.concat(Stream.of(self), self.descendants())
        .flatMap(process -> process.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }

  static Row query(SparkSession spark, String sql) {
    return spark.sql(sql).first();
  }
}
