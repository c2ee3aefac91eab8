package io.understudy.spark.account;

import io.understudy.account.Prices;
import io.understudy.account.Usage;
import java.util.List;
import java.util.Optional;

/**
 * Where a run's spending counts, and what limits it.
 *
 * @param prices of the endpoint
 * @param limits of the query and of the session, each with its account
 */
public record Spending(Prices prices, List<Limit> limits) {
  /** Nothing limits it, and it counts nowhere. */
  public static final Spending FREE = new Spending(Prices.FREE, List.of());

  /** A budget and what counts against it. */
  public record Limit(Budget budget, SpendAccount account) {}

  public Spending {
    limits = List.copyOf(limits);
  }

  /** Whether anything limits it. */
  public boolean limited() {
    return limits.stream().anyMatch(limit -> limit.budget().limits());
  }

  /** Whether one more question may have to wait for what the open ones will have cost. */
  public boolean mayBeTooMuch() {
    return limits.stream().anyMatch(limit -> limit.account().mayBeTooMuch(limit.budget()));
  }

  /** Why one more question may not be asked, whatever becomes of the open ones. */
  public Optional<Overrun> oneMore() {
    return limits.stream()
        .flatMap(limit -> limit.account().oneMore(limit.budget()).stream())
        .findFirst();
  }

  /**
   * Why a number of questions that are still to come may not be asked.
   *
   * @param calls how many
   * @param known questions whose mean size stands for them; of at least one call
   */
  public Optional<Overrun> more(long calls, Usage known) {
    double in = (double) known.tokensIn() / known.calls();
    double out = (double) known.tokensOut() / known.calls();
    return limits.stream()
        .flatMap(
            limit ->
                limit
                    .account()
                    .more(limit.budget(), calls, in + out, prices.cost(in, out))
                    .stream())
        .findFirst();
  }

  /** Whether something limits it, and nothing is known yet of what a question costs. */
  public boolean unknownCost() {
    return limits.stream()
        .anyMatch(limit -> limit.budget().limits() && limit.account().nothingSettled());
  }

  /** A question may be sent. */
  public void asked() {
    limits.forEach(limit -> limit.account().asked());
  }

  /** A question is not under way any more, whatever became of it. */
  public void givenBack() {
    limits.forEach(limit -> limit.account().givenBack());
  }

  /** What a question cost, when it was answered or will not be. */
  public void settled(Usage usage) {
    limits.forEach(limit -> limit.account().settled(usage, prices.cost(usage)));
  }
}
