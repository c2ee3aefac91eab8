package io.understudy.call;

import java.io.Serializable;
import java.util.List;

/**
 * The closed set that an answer must come from. Class numbers are positions in {@link #labels()}.
 */
public sealed interface AnswerSet extends Serializable {

  /** The labels in class order; never empty, no duplicates. */
  List<String> labels();

  /** Number of classes. */
  default int size() {
    return labels().size();
  }

  /** True or false, the answers of {@code AI.IF}: class 0 is false, class 1 is true. */
  record YesNo() implements AnswerSet {
    @Override
    public List<String> labels() {
      return List.of("false", "true");
    }
  }

  /** Exactly one category: {@code AI.CLASSIFY} in its single mode. */
  record OneOf(List<Category> categories) implements AnswerSet {
    public OneOf {
      categories = List.copyOf(categories);
    }

    @Override
    public List<String> labels() {
      return categories.stream().map(Category::name).toList();
    }
  }

  /** Zero or more categories: {@code AI.CLASSIFY} with {@code output_mode => 'multi'}. */
  record AnyOf(List<Category> categories) implements AnswerSet {
    public AnyOf {
      categories = List.copyOf(categories);
    }

    @Override
    public List<String> labels() {
      return categories.stream().map(Category::name).toList();
    }
  }
}
