package io.understudy.spark.bridge;

/** A {@link RowEvaluator} whose work can also be done from within generated code. */
public interface InlineEvaluator extends RowEvaluator {
  /** For one task. */
  InlineAnswers open(int partition);

  /** Whether {@link #open}'s answers look at texts; where not, any will do. */
  boolean readsTexts();
}
