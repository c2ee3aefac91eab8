package io.understudy.localllm;

import java.util.List;
import java.util.Optional;

/** Knows answers. Must be deterministic and thread-safe. */
@FunctionalInterface
public interface Oracle {
  /**
   * The answer to a question: exactly one label unless {@link Asked#several()}.
   *
   * @return labels of {@link Asked#labels()}, or nothing when this oracle does not know
   */
  Optional<List<String>> answer(Asked asked);

  /** Asks this oracle first, and the other when it does not know. */
  default Oracle orElse(Oracle other) {
    return asked -> answer(asked).or(() -> other.answer(asked));
  }

  /** The label that is written like the given one, apart from case. */
  static Optional<String> label(Asked asked, String answer) {
    return asked.labels().stream().filter(label -> label.equalsIgnoreCase(answer)).findFirst();
  }
}
