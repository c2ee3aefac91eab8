package io.understudy.projection;

import io.understudy.account.Prices;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an AI call after its first labels: all that a projection is made of.
 *
 * @param runId the run of {@code understudy_runs()} that bought the labels
 * @param function SQL name
 * @param instruction the prompt with its slots as names in braces
 * @param endpoint name of the endpoint
 * @param setting the run as it is set
 * @param labels labels that the pilot has, usable ones
 * @param pilot what they say; null where they say nothing of models
 * @param problem why no understudy comes into question or nothing can be projected; empty otherwise
 * @param cost what a label costs
 * @param seed of the drawings
 */
public record PilotReport(
    String runId,
    String function,
    String instruction,
    String endpoint,
    Setting setting,
    int labels,
    @Nullable Pilot pilot,
    String problem,
    CostOfLabel cost,
    long seed) {

  /**
   * What a label costs, by the pilot's.
   *
   * @param tokensIn mean prompt tokens; NaN if none was bought
   * @param tokensOut mean completion tokens; NaN if none was bought
   * @param seconds time over labels; NaN if all of them were paid for before
   * @param prices of tokens
   */
  public record CostOfLabel(double tokensIn, double tokensOut, double seconds, Prices prices) {
    double tokens() {
      return tokensIn + tokensOut;
    }

    double money() {
      return prices.equals(Prices.FREE) ? 0 : prices.cost(tokensIn, tokensOut);
    }
  }
}
