package io.understudy.account;

import java.io.Serializable;

/**
 * What tokens cost, in the user's currency.
 *
 * @param input price of a million prompt tokens, at least 0
 * @param output price of a million completion tokens, at least 0
 */
public record Prices(double input, double output) implements Serializable {
  /** For endpoints without a configured price. */
  public static final Prices FREE = new Prices(0, 0);

  /** The cost of that usage. */
  public double cost(Usage usage) {
    return cost(usage.tokensIn(), usage.tokensOut());
  }

  /** The cost of that many prompt and completion tokens. */
  public double cost(double tokensIn, double tokensOut) {
    return (tokensIn * input + tokensOut * output) / 1_000_000;
  }
}
