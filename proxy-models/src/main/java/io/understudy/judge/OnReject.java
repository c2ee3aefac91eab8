package io.understudy.judge;

import java.util.Locale;
import java.util.Optional;

/** What happens when an understudy is unfit: the key {@code spark.understudy.onReject}. */
public enum OnReject {
  /** The LLM answers every row, within the budget. */
  LLM,
  /** The query fails with the reason. */
  FAIL;

  /** The policy of that name, in any case; empty for other names. */
  public static Optional<OnReject> parse(String name) {
    return switch (name.strip().toLowerCase(Locale.ROOT)) {
      case "llm" -> Optional.of(LLM);
      case "fail" -> Optional.of(FAIL);
      default -> Optional.empty();
    };
  }

  /** The decision under this policy: {@link #FAIL} turns a rejection for quality into a refusal. */
  public Decision apply(Decision decision) {
    return switch (this) {
      case LLM -> decision;
      case FAIL ->
          decision instanceof Decision.UseLlm llm && llm.reason().code().quality()
              ? new Decision.Refuse(llm.reason())
              : decision;
    };
  }
}
