package io.understudy.call;

import java.io.Serializable;
import java.util.List;

/**
 * An answer of the LLM to one question about one row.
 *
 * @param classes class numbers of the {@link AnswerSet}, ascending; exactly one for {@link
 *     AnswerSet.YesNo} and {@link AnswerSet.OneOf}, zero or more for {@link AnswerSet.AnyOf}
 */
public record Answer(List<Integer> classes) implements Serializable {
  public Answer {
    classes = classes.stream().sorted().distinct().toList();
  }

  /** The answer that names one class. */
  public static Answer of(int label) {
    return new Answer(List.of(label));
  }

  /**
   * The class of a single-label answer.
   *
   * @throws IllegalStateException if the answer names no class or several
   */
  public int single() {
    if (classes.size() != 1) {
      throw new IllegalStateException("not a single-label answer: " + classes);
    }
    return classes.get(0);
  }
}
