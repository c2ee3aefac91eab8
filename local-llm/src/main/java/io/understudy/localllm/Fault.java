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
  /** A well-formed refusal. */
  REFUSAL,
  /** A well-formed answer that is not on the list. */
  OFF_LIST;

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
