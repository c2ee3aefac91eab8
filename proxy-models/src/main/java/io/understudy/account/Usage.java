package io.understudy.account;

import java.io.Serializable;

/**
 * Requests and tokens that were really sent to an endpoint.
 *
 * @param calls requests sent, retries included
 * @param tokensIn prompt tokens
 * @param tokensOut completion tokens
 * @param estimated whether any token count was estimated because the endpoint reported none
 */
public record Usage(long calls, long tokensIn, long tokensOut, boolean estimated)
    implements Serializable {
  public static final Usage NONE = new Usage(0, 0, 0, false);

  /** The sum of both. */
  public Usage plus(Usage other) {
    return new Usage(
        calls + other.calls,
        tokensIn + other.tokensIn,
        tokensOut + other.tokensOut,
        estimated || other.estimated);
  }
}
