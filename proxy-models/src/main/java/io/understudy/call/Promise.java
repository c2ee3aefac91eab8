package io.understudy.call;

import java.io.Serializable;
import java.util.Locale;

/**
 * What the answers must keep, measured against what the LLM would have said about all answered
 * rows, with probability at least a stated confidence. Rows that the LLM answers count as right.
 * Every target lies strictly between 0 and 1.
 */
public sealed interface Promise extends Serializable {

  /** The promised value of the measure, in (0, 1). */
  double target();

  /** The measure's name as the report shows it. */
  String measure();

  /** One line for EXPLAIN and the report, for example {@code F1 >= 0.9}. */
  default String describe() {
    return String.format(Locale.ROOT, "%s >= %s", measure(), target());
  }

  /** F1 of the rows that are true; the default of {@code AI.IF}. */
  record F1(double target) implements Promise {
    @Override
    public String measure() {
      return "F1";
    }
  }

  /** Share of all rows that agree with the LLM; the default of {@code AI.CLASSIFY}. */
  record Accuracy(double target) implements Promise {
    @Override
    public String measure() {
      return "accuracy";
    }
  }

  /** Share of the rows answered true that the LLM calls true. */
  record Precision(double target) implements Promise {
    @Override
    public String measure() {
      return "precision";
    }
  }

  /** Share of the rows that the LLM calls true that are answered true. */
  record Recall(double target) implements Promise {
    @Override
    public String measure() {
      return "recall";
    }
  }
}
