package io.understudy.localllm;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Answers every question by rule. If {@code true} and {@code false} are the labels: whether the
 * text contains the keyword. Otherwise: the labels whose names occur in the text; if none does, one
 * that depends on the text's hash only (or no label where any number may be given).
 */
public final class KeywordOracle implements Oracle {
  private final String keyword;

  /**
   * @param keyword makes a text true, whatever the case; empty: decided by the text's hash
   */
  public KeywordOracle(String keyword) {
    this.keyword = keyword.toLowerCase(Locale.ROOT);
  }

  @Override
  public Optional<List<String>> answer(Asked asked) {
    String text = asked.text().toLowerCase(Locale.ROOT);
    Optional<String> yes = Oracle.label(asked, "true");
    Optional<String> no = Oracle.label(asked, "false");
    if (yes.isPresent() && no.isPresent() && asked.labels().size() == 2 && !keyword.isEmpty()) {
      return Optional.of(List.of(text.contains(keyword) ? yes.get() : no.get()));
    }
    List<String> named =
        asked.labels().stream()
            .filter(label -> text.contains(label.toLowerCase(Locale.ROOT)))
            .toList();
    if (asked.several()) {
      return Optional.of(named);
    }
    return Optional.of(
        List.of(
            named.isEmpty()
                ? asked.labels().get(StableHash.below(asked.labels().size(), "rule", text))
                : named.get(0)));
  }
}
