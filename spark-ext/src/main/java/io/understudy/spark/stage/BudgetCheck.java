package io.understudy.spark.stage;

import io.understudy.account.Prices;
import io.understudy.account.Usage;
import io.understudy.error.ErrorCondition;
import io.understudy.judge.Certificate;
import io.understudy.judge.Decision;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.error.UnderstudyException;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Compares what a query will need with what it may spend, before it is spent. */
final class BudgetCheck {
  private final String function;
  private final UnderstudyConf conf;
  private final Prices prices;

  BudgetCheck(String function, UnderstudyConf conf, Prices prices) {
    this.function = function;
    this.conf = conf;
    this.prices = prices;
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
   * @param spent what the run has used so far
   * @param callsToCome estimated calls from here on
   * @param perCall what a call is expected to cost while none was made
   * @throws UnderstudyException when the estimate is above a budget
   */
  void check(Usage spent, long callsToCome, Usage perCall) {
    Usage known = spent.calls() == 0 ? perCall : spent;
    double perCallIn = (double) known.tokensIn() / known.calls();
    double perCallOut = (double) known.tokensOut() / known.calls();
    double tokensIn = spent.tokensIn() + callsToCome * perCallIn;
    double tokensOut = spent.tokensOut() + callsToCome * perCallOut;
    within("calls", asDouble(conf.budgetCalls()), spent.calls() + (double) callsToCome);
    within("tokens", asDouble(conf.budgetTokens()), tokensIn + tokensOut);
    within("cost", conf.budgetCost(), prices.cost(tokensIn, tokensOut));
  }

  private static OptionalDouble asDouble(OptionalLong budget) {
    return budget.isPresent() ? OptionalDouble.of(budget.getAsLong()) : OptionalDouble.empty();
  }

  private void within(String what, OptionalDouble budget, double estimate) {
    if (budget.isPresent() && estimate > budget.getAsDouble()) {
      throw new UnderstudyException(
          ErrorCondition.UNDERSTUDY_BUDGET_ESTIMATED,
          Map.of(
              "function",
              function,
              "estimate",
              String.format(Locale.ROOT, "%.2f %s", estimate, what),
              "key",
              "spark.understudy.budget." + what,
              "budget",
              String.format(Locale.ROOT, "%.2f", budget.getAsDouble())));
    }
  }
}
