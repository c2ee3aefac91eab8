package io.understudy.student;

import io.understudy.model.RowInput;
import io.understudy.model.Scorer;

/** Logistic regression on rare classes that are filled up with copies with noise. */
public final class NoiseStudent implements Student {

  @Override
  public String name() {
    return "logistic-noise";
  }

  @Override
  public boolean reads(RowInput input) {
    return input == RowInput.EMBEDDING;
  }

  @Override
  public Scorer fit(Lesson lesson) {
    return new LogisticStudent().fit(Oversampling.NOISE.of(lesson));
  }
}
