package io.understudy.spark.explain;

import io.understudy.account.Prices;
import io.understudy.call.RowData;
import io.understudy.catalyst.bridge.Seqs;
import io.understudy.llm.ChatPrompt;
import io.understudy.llm.EndpointConfig;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.stage.AiStageExec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * What a call will spend, as far as that is known without running anything: the rows by Spark's
 * statistics, the tokens by the approximation that all estimates use, the money by the price keys.
 */
final class SpendingEstimate {
  /** The answer is one label in a line of JSON. */
  private static final long TOKENS_OF_AN_ANSWER = 8;

  private final AiStageExec stage;
  private final UnderstudyConf conf;
  private final boolean llmOnly;

  /**
   * @param llmOnly whether it is known already that the LLM answers every row
   */
  SpendingEstimate(AiStageExec stage, UnderstudyConf conf, boolean llmOnly) {
    this.stage = stage;
    this.conf = conf;
    this.llmOnly = llmOnly;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    OptionalLong rows = rows();
    lines.add(
        "  rows: "
            + (rows.isPresent()
                ? String.format(Locale.ROOT, "about %,d by Spark's statistics", rows.getAsLong())
                : "not known before the query runs"));
    lines.add("  estimate: " + calls());
    lines.add("  cost: " + cost(rows));
    return lines;
  }

  /** What Spark knows of the input's size, mostly nothing unless statistics were computed. */
  private OptionalLong rows() {
    Optional<LogicalPlan> input = Seqs.optional(stage.child().logicalLink());
    return input
        .flatMap(plan -> Seqs.<Number>optional(plan.stats().rowCount()))
        .map(count -> OptionalLong.of(count.longValue()))
        .orElse(OptionalLong.empty());
  }

  /** Of a row without any text: what a row's text adds is not known. */
  private long tokensPerCall() {
    int slots = stage.call().prompt().slots().size();
    return ChatPrompt.of(stage.call().question())
        .estimateTokens(new RowData(Collections.nCopies(slots, "")));
  }

  private String calls() {
    if (llmOnly) {
      return String.format(
          Locale.ROOT,
          "one LLM call per different row, about %,d tokens each and the row's text",
          tokensPerCall());
    }
    return String.format(
        Locale.ROOT,
        "about %,d LLM calls to learn from and to judge by, about %,d tokens each and the row's"
            + " text, then the rows that the understudy is not certain of; below %,d different rows"
            + " one call for each",
        conf.labels(),
        tokensPerCall(),
        conf.minRows());
  }

  private String cost(OptionalLong rows) {
    Optional<EndpointConfig> endpoint = conf.endpoint(stage.call().call().endpoint());
    Prices prices = endpoint.map(UnderstudyConf::prices).orElse(Prices.FREE);
    if (endpoint.isEmpty() || prices.equals(Prices.FREE)) {
      return "not known: the endpoint has no price.input and price.output";
    }
    String priced =
        String.format(
            Locale.ROOT,
            "at price.input %s and price.output %s per million tokens%s",
            prices.input(),
            prices.output(),
            conf.pricesAsOf(endpoint.get().name()).map(day -> " as of " + day).orElse(""));
    OptionalLong most = rows;
    if (!llmOnly && rows.isEmpty()) {
      most = OptionalLong.of(conf.labels());
    } else if (!llmOnly && rows.getAsLong() >= conf.minRows()) {
      most = OptionalLong.of(Math.min(rows.getAsLong(), conf.labels()));
    }
    if (most.isEmpty()) {
      return "not known without the number of rows, " + priced;
    }
    double cost =
        prices.cost(
            (double) most.getAsLong() * tokensPerCall(),
            (double) most.getAsLong() * TOKENS_OF_AN_ANSWER);
    return String.format(
        Locale.ROOT,
        "%.4f for %,d calls without the rows' texts, %s",
        cost,
        most.getAsLong(),
        priced);
  }
}
