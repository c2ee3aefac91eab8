package io.understudy.student;

import io.understudy.model.LinearFit;
import io.understudy.model.RowInput;
import io.understudy.model.RowLoss;
import io.understudy.model.Scorer;

/** A linear support vector machine with squared hinge, each class against the rest. */
public final class SvmStudent implements Student {
  private static final double C_OF_TWO = 0.3;
  private static final double C_OF_MANY = 1;

  @Override
  public String name() {
    return "svm";
  }

  @Override
  public boolean reads(RowInput input) {
    return true;
  }

  @Override
  public Scorer fit(Lesson lesson) {
    return LinearFit.fit(
        lesson.rows(),
        lesson.labels(),
        lesson.classes(),
        lesson.classes() == 2 ? C_OF_TWO : C_OF_MANY,
        RowLoss.SQUARED_HINGE);
  }
}
