package io.understudy.spark.account;

import io.understudy.account.Usage;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a query or a session has spent, over all its AI calls, and how many questions it has open.
 * An open question counts with the mean of those that are settled.
 */
public final class SpendAccount {
  /** Sums of money are not exact; a budget may be used up to the last. */
  private static final double ROUNDING = 1 + 1e-9;

  private Usage spent = Usage.NONE;
  private double cost;
  private long settled;
  private long open;

  /** A question may be sent. */
  synchronized void asked() {
    open++;
  }

  /** A question is not under way any more. */
  synchronized void givenBack() {
    open--;
  }

  /** What a question cost. */
  synchronized void settled(Usage usage, double price) {
    spent = spent.plus(usage);
    cost += price;
    settled++;
  }

  /** Whether no question is settled yet. */
  synchronized boolean nothingSettled() {
    return settled == 0;
  }

  /** What was really sent so far. */
  synchronized Usage spent() {
    return spent;
  }

  /** What it cost. */
  synchronized double cost() {
    return cost;
  }

  /** Why one more question may not be asked, whatever becomes of the open ones. */
  synchronized Optional<Overrun> oneMore(Budget budget) {
    return oneMore(budget, 0);
  }

  /** Whether one more question has to wait for what the open ones will have cost. */
  synchronized boolean mayBeTooMuch(Budget budget) {
    return oneMore(budget, open).isPresent();
  }

  private Optional<Overrun> oneMore(Budget budget, long before) {
    double perQuestion = settled == 0 ? 0 : (before + 1.0) / settled;
    double tokens = spent.tokensIn() + (double) spent.tokensOut();
    double calls =
        spent.calls() + before * (settled == 0 ? 1.0 : (double) spent.calls() / settled) + 1;
    if (budget.calls().isPresent() && calls > budget.calls().getAsLong()) {
      return overrun(budget, "calls", budget.calls().getAsLong(), calls);
    }
    return reached(budget, "tokens", asDouble(budget.tokens()), tokens, tokens * perQuestion)
        .or(() -> reached(budget, "cost", budget.cost(), cost, cost * perQuestion));
  }

  /** A question may be larger than the mean, so what is used up already must be looked at, too. */
  private static Optional<Overrun> reached(
      Budget budget, String unit, OptionalDouble limit, double now, double more) {
    if (limit.isEmpty()
        || (now + more <= limit.getAsDouble() * ROUNDING && now < limit.getAsDouble())) {
      return Optional.empty();
    }
    return overrun(budget, unit, limit.getAsDouble(), now + more);
  }

  private static OptionalDouble asDouble(OptionalLong limit) {
    return limit.isPresent()
        ? OptionalDouble.of((double) limit.getAsLong())
        : OptionalDouble.empty();
  }

  /**
   * Why a number of questions that are still to come may not be asked.
   *
   * @param calls how many
   * @param tokens mean tokens of one
   * @param price mean cost of one
   */
  synchronized Optional<Overrun> more(Budget budget, long calls, double tokens, double price) {
    return above(budget, "calls", asDouble(budget.calls()), spent.calls() + (double) calls)
        .or(
            () ->
                above(
                    budget,
                    "tokens",
                    asDouble(budget.tokens()),
                    (double) spent.tokensIn() + spent.tokensOut() + calls * tokens))
        .or(() -> above(budget, "cost", budget.cost(), cost + calls * price));
  }

  private static Optional<Overrun> above(
      Budget budget, String unit, OptionalDouble limit, double expected) {
    return limit.isPresent() && expected > limit.getAsDouble() * ROUNDING
        ? overrun(budget, unit, limit.getAsDouble(), expected)
        : Optional.empty();
  }

  private static Optional<Overrun> overrun(
      Budget budget, String unit, double limit, double expected) {
    return Optional.of(new Overrun(budget.keys() + unit, unit, limit, expected));
  }
}
