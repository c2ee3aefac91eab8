package io.understudy.spark.account;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What may be spent; empty means no limit.
 *
 * @param keys what the keys of the limits begin with, for messages, ending in a dot
 * @param calls most requests
 * @param tokens most tokens, prompt and completion together
 * @param cost most money, in the currency of the endpoints' prices
 */
public record Budget(String keys, OptionalLong calls, OptionalLong tokens, OptionalDouble cost) {

  /** No limit at all. */
  public static Budget none(String keys) {
    return new Budget(keys, OptionalLong.empty(), OptionalLong.empty(), OptionalDouble.empty());
  }

  boolean limits() {
    return calls.isPresent() || tokens.isPresent() || cost.isPresent();
  }
}
