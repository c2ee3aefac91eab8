package io.understudy.localllm;

import java.util.LinkedHashMap;
import java.util.Map;

/** How sure the server is of an answer. Must be deterministic and thread-safe. */
@FunctionalInterface
public interface Chances {
  /** The answer has a probability of .5 to 1 that depends on the row; the others share the rest. */
  Chances BY_HASH =
      (asked, answer) -> {
        double sure = 0.5 + StableHash.unit("chance", asked.identity()) / 2;
        double rest = (1 - sure) / Math.max(1, asked.labels().size() - 1);
        Map<String, Double> chances = new LinkedHashMap<>();
        asked.labels().forEach(label -> chances.put(label, label.equals(answer) ? sure : rest));
        return chances;
      };

  /**
   * The probability of each label.
   *
   * @param answer the label that is said; it need not be the likeliest
   * @return one number for each of {@link Asked#labels()}, summing to 1
   */
  Map<String, Double> of(Asked asked, String answer);
}
