package io.understudy.spark.config;

import java.util.Locale;
import java.util.Optional;

/** What happens where a prepared model does not keep the promise on the rows asked about. */
public enum OnUnfit {
  /** Another one is trained for the query, with the old labels and new ones. */
  RETRAIN,
  /** The LLM answers every row, within the budget. */
  LLM,
  /** The query fails with the reason. */
  FAIL;

  /** The policy of that name, in any case; empty for other names. */
  static Optional<OnUnfit> parse(String name) {
    return switch (name.strip().toLowerCase(Locale.ROOT)) {
      case "retrain" -> Optional.of(RETRAIN);
      case "llm" -> Optional.of(LLM);
      case "fail" -> Optional.of(FAIL);
      default -> Optional.empty();
    };
  }
}
