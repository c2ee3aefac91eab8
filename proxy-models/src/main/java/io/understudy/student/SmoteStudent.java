package io.understudy.student;

import io.understudy.model.RowInput;
import io.understudy.model.Scorer;

/** Logistic regression on rare classes that are filled up with made-up rows between neighbours. */
public final class SmoteStudent implements Student {

  @Override
  public String name() {
    return "logistic-smote";
  }

  @Override
  public boolean reads(RowInput input) {
    return input == RowInput.EMBEDDING;
  }

  @Override
  public Scorer fit(Lesson lesson) {
    return new LogisticStudent().fit(Oversampling.SMOTE.of(lesson));
  }
}
