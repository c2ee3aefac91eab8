package io.understudy.spark.stage;

import io.understudy.account.Usage;
import io.understudy.error.ErrorCondition;
import io.understudy.judge.Certificate;
import io.understudy.judge.Decision;
import io.understudy.spark.account.Spending;
import io.understudy.spark.error.UnderstudyException;
import java.util.Locale;
import java.util.Map;

/** Compares what a query will need with what it may spend, before it is spent. */
final class BudgetCheck {
  private final String function;
  private final Spending spending;

  /**
   * @param spending what limits the run, and what the query and the session have spent so far
   */
  BudgetCheck(String function, Spending spending) {
    this.function = function;
    this.spending = spending;
  }

  /** Calls still to be made under a decision: an estimate from the judging rows. */
  static long forecast(Decision decision, long unlabelled) {
    if (decision instanceof Decision.UseProxy) {
      return 0;
    }
    if (decision instanceof Decision.Cascade cascade) {
      Certificate certificate = cascade.certificate();
      return Math.round(unlabelled * (1 - certificate.shareServed()));
    }
    return unlabelled;
  }

  /**
   * @param spent what the run has used so far, which tells the size of a call
   * @param callsToCome estimated calls from here on
   * @param perCall what a call is expected to cost while none was made
   * @throws UnderstudyException when the estimate is above a budget
   */
  void check(Usage spent, long callsToCome, Usage perCall) {
    spending
        .more(callsToCome, spent.calls() == 0 ? perCall : spent)
        .ifPresent(
            over -> {
              throw new UnderstudyException(
                  ErrorCondition.UNDERSTUDY_BUDGET_ESTIMATED,
                  Map.of(
                      "function",
                      function,
                      "estimate",
                      over.expectedText(),
                      "key",
                      over.key(),
                      "budget",
                      String.format(Locale.ROOT, "%.2f", over.limit())));
            });
  }
}
