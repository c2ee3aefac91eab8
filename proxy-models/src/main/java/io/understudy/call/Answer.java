package io.understudy.call;

import java.io.Serializable;
import java.util.List;

/**
 * An answer of the LLM to one question about one row.
 *
 * @param classes class numbers of the {@link AnswerSet}, ascending; exactly one for {@link
 *     AnswerSet.YesNo} and {@link AnswerSet.OneOf}, zero or more for {@link AnswerSet.AnyOf}
 * @param probabilities of every class that it is the answer, in class order, summing to 1; empty
 *     when the LLM did not say. The class that it named need not be the likeliest.
 */
public record Answer(List<Integer> classes, List<Double> probabilities) implements Serializable {
  public Answer {
    classes = classes.stream().sorted().distinct().toList();
    probabilities = List.copyOf(probabilities);
  }

  /** An answer of which it is not known how sure the LLM was. */
  public Answer(List<Integer> classes) {
    this(classes, List.of());
  }

  /** The answer that names one class. */
  public static Answer of(int label) {
    return new Answer(List.of(label));
  }

  /** The same answer, with how likely each class was to be it. */
  public Answer withProbabilities(List<Double> likely) {
    return new Answer(classes, likely);
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
