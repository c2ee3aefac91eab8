package io.understudy.benchmarks.labelling;

import io.understudy.benchmarks.Figures;
import io.understudy.localllm.Fault;
import io.understudy.localllm.Faults;
import io.understudy.localllm.KeywordOracle;
import io.understudy.localllm.LocalLlmOptions;
import io.understudy.localllm.LocalLlmServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The same query against an endpoint that works and against one that spoils three of ten requests,
 * repeated ones included, evenly over everything that can pass.
 */
final class FaultCosts {
  private static final double SHARE = 0.3;

  private static final List<Fault> KINDS =
      List.of(
          Fault.RATE_LIMIT,
          Fault.RATE_LIMIT_RETRY_AFTER,
          Fault.SERVER_ERROR,
          Fault.TIMEOUT,
          Fault.RESET,
          Fault.TRUNCATED,
          Fault.EMPTY,
          Fault.REFUSAL,
          Fault.CONTENT_FILTER,
          Fault.OFF_LIST,
          Fault.REASONING,
          Fault.CUT_ANSWER);

  private static final String SQL =
      "SELECT count(*), count_if(ai != good), count_if(ai IS NULL) FROM (SELECT good,"
          + " AI.IF('Is it good? ' || text, optimization_mode => 'MAXIMIZE_QUALITY',"
          + " max_error_ratio => 0.05) AS ai FROM texts)";

  private FaultCosts() {}

  static void measure(int rows, Figures figures) throws IOException {
    long clean = calls(Faults.NONE, rows, null);
    long faulty = calls(faults(), rows, figures);
    figures.number("faults.calls_over_clean", (double) faulty / clean, "ratio");
  }

  private static Faults faults() {
    Faults faults = Faults.NONE.seeded(20).retryAfter(Duration.ZERO);
    for (Fault kind : KINDS) {
      faults = faults.with(kind, SHARE / KINDS.size());
    }
    return faults;
  }

  private static long calls(Faults faults, int rows, @Nullable Figures figures) throws IOException {
    LocalLlmOptions options =
        LocalLlmOptions.builder().oracle(new KeywordOracle("good")).faults(faults).build();
    try (LocalLlmServer server = LocalLlmServer.start(options);
        Cluster cluster =
            Cluster.open(
                server,
                0,
                Map.of(
                    "spark.understudy.endpoints.default.concurrency", "64",
                    "spark.understudy.endpoints.default.timeout", "2s"))) {
      Texts.create(cluster.spark(), "texts", "spoilt", rows, 4);
      Row counts = Labelling.query(cluster.spark(), SQL);
      if (counts.getLong(0) != rows) {
        throw new IllegalStateException("rows were lost: " + counts);
      }
      if (figures != null) {
        figures.number("faults.wrong_answers", counts.getLong(1), "rows");
        figures.number("faults.rows_without_answer", (double) counts.getLong(2) / rows, "share");
        figures.number("faults.answers_paid_twice", server.answeredAgain(), "answers");
      }
      return server.requests();
    }
  }
}
