package io.understudy.account;

/**
 * What an LLM on every row would have cost more. Estimates: the mean tokens of the calls that were
 * made, now or by earlier queries, stand for those that were not.
 *
 * @param calls calls avoided, at least 0
 * @param tokens tokens avoided, prompt and completion together; 0 when no call was made or reused,
 *     because then nothing is known of their size
 * @param cost money avoided
 */
public record Savings(long calls, long tokens, double cost) {
  /**
   * @param contents distinct contents of the input: the calls an LLM on every row would have needed
   * @param spent what was really sent
   * @param reused what the answers of earlier queries that were used had cost
   */
  public static Savings of(long contents, Usage spent, Usage reused, Prices prices) {
    long calls = Math.max(0, contents - spent.calls());
    Usage seen = spent.plus(reused);
    if (seen.calls() == 0) {
      return new Savings(calls, 0, 0);
    }
    double in = (double) seen.tokensIn() / seen.calls() * calls;
    double out = (double) seen.tokensOut() / seen.calls() * calls;
    return new Savings(calls, Math.round(in + out), prices.cost(in, out));
  }
}
