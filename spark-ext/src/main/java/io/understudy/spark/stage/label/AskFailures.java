package io.understudy.spark.stage.label;

import io.understudy.account.Usage;
import io.understudy.error.ErrorCondition;
import io.understudy.llm.LabelException;
import io.understudy.spark.account.Overrun;
import io.understudy.spark.error.UnderstudyException;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** Why questions of a plan cannot be answered, in words for the user. */
final class AskFailures {
  private final AskPlan plan;

  AskFailures(AskPlan plan) {
    this.plan = plan;
  }

  /** The query fails with it, whatever ended the future of a question. */
  RuntimeException of(Throwable cause) {
    Throwable root = root(cause);
    if (root instanceof LabelException e) {
      return endpoint(e);
    }
    return root instanceof RuntimeException runtime ? runtime : new IllegalStateException(root);
  }

  /** What a future ended with, without what futures wrap around it. */
  static Throwable root(Throwable error) {
    Throwable inner = error.getCause();
    return error instanceof CompletionException && inner != null ? inner : error;
  }

  /** What a question cost that a future ended without an answer. */
  static Usage paid(Throwable error) {
    return root(error) instanceof LabelException e ? e.paidBefore() : Usage.NONE;
  }

  UnderstudyException overBudget(Overrun over) {
    return new UnderstudyException(
        ErrorCondition.UNDERSTUDY_BUDGET_USED_UP,
        Map.of(
            "function", plan.function(),
            "key", over.key(),
            "unit", over.unit(),
            "budget", over.limitText()));
  }

  UnderstudyException endpoint(LabelException e) {
    return new UnderstudyException(
        ErrorCondition.UNDERSTUDY_ENDPOINT,
        Map.of(
            "function", plan.function(),
            "endpoint", plan.endpoint().name(),
            "problem", String.valueOf(e.getMessage())),
        e);
  }
}
