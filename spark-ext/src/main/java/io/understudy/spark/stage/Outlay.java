package io.understudy.spark.stage;

import io.understudy.account.Usage;
import io.understudy.judge.Decision;
import io.understudy.llm.ChatPrompt;
import io.understudy.spark.stage.label.AskPlan;
import io.understudy.spark.stage.label.LabelDesk;
import io.understudy.spark.stage.sample.Sample;

/**
 * What a stage will still have to pay for: estimates from its sample.
 *
 * @param desk knows what has been paid for
 * @param ask how the LLM is asked
 * @param bringsVectors whether rows without a usable vector go to the LLM
 */
record Outlay(LabelDesk desk, AskPlan ask, boolean bringsVectors) {
  private static final int ROWS_TO_ESTIMATE = 100;
  private static final long TOKENS_OF_AN_ANSWER = 8;

  /**
   * Contents of the input that nobody has paid for yet, an estimate. Paid labels may be of other
   * data, which the sample tells; but if it was bought before, it says nothing of the rest.
   */
  long unpaid(Sample sample) {
    long atLeast = sample.distinct() - desk.known(ask).size();
    if (sample.rows().isEmpty()) {
      return Math.max(0, atLeast);
    }
    double share = (double) desk.unpaid(ask, sample.rows()) / sample.rows().size();
    return Math.max(Math.max(0, atLeast), Math.round(share * sample.distinct()));
  }

  /** Calls still to come: what the understudy does not serve, and what is never put to it. */
  long forecast(Prepared prepared) {
    Sample sample = prepared.labels().sample();
    long unlabelled = unpaid(sample);
    long usable = sample.dimensions().values().stream().mapToLong(Long::longValue).sum();
    Cast cast = prepared.cast();
    // Of a cascade these are among the judging rows that it does not serve.
    boolean byVector =
        bringsVectors
            && cast != null
            && cast.entrant().input().readsVector()
            && prepared.decision() instanceof Decision.UseProxy;
    long unscored = !byVector ? 0 : Math.max(0, sample.inputRows() - usable);
    long never = Math.min(unlabelled, sample.alwaysAsked().size() + unscored);
    return never + BudgetCheck.forecast(prepared.decision(), unlabelled - never);
  }

  /** What one question will cost, by the stated approximation, before any has been asked. */
  Usage tokensPerCall(Sample sample) {
    ChatPrompt prompt = ChatPrompt.of(ask.question());
    double tokens =
        sample.rows().stream()
            .limit(ROWS_TO_ESTIMATE)
            .mapToLong(row -> prompt.estimateTokens(row.data()))
            .average()
            .orElse(0);
    return new Usage(1, Math.round(tokens), TOKENS_OF_AN_ANSWER, true);
  }
}
