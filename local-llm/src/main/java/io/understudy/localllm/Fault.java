package io.understudy.localllm;

import java.util.Arrays;
import java.util.Locale;

/** A way to misbehave. */
public enum Fault {
  /** Status 429 without a word about when to come back. */
  RATE_LIMIT,
  /** Status 429 with {@code Retry-After}. */
  RATE_LIMIT_RETRY_AFTER,
  /** Status 500. */
  SERVER_ERROR,
  /** No reply at all; the connection stays open. */
  TIMEOUT,
  /** The connection breaks in the middle of the body. */
  RESET,
  /** Status 200 with a body that ends in the middle of the JSON. */
  TRUNCATED,
  /** Status 200 with a body that is not JSON. */
  GARBAGE,
  /** Well-formed, with nothing in it. */
  EMPTY,
  /** A well-formed refusal. */
  REFUSAL,
  /** Well-formed, ended by the provider's content filter. */
  CONTENT_FILTER,
  /** A well-formed answer that is not on the list. */
  OFF_LIST,
  /** The right answer with thoughts before it, in one of several forms. */
  REASONING,
  /** The right answer, but the token limit cut off what closes its JSON. */
  CUT_ANSWER,
  /** A reply about several rows that leaves one out; about one row it is right. */
  MISSING_ROW,
  /** Thoughts that reach the token limit before there is an answer. */
  CUT_THOUGHT,
  /** Status 401. */
  UNAUTHORIZED,
  /** Status 403. */
  FORBIDDEN,
  /** Status 404 for the model's name. */
  UNKNOWN_MODEL,
  /** Status 429 of an account that has nothing left: waiting does not help. */
  QUOTA_EXHAUSTED;

  /** The name on the command line and in {@code POST /faults}, for example {@code server-error}. */
  public String option() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The fault of that name.
   *
   * @throws IllegalArgumentException with the list of names
   */
  public static Fault ofOption(String option) {
    return Arrays.stream(values())
        .filter(fault -> fault.option().equals(option))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown fault '"
                        + option
                        + "'; there are "
                        + Arrays.stream(values()).map(Fault::option).toList()));
  }
}
