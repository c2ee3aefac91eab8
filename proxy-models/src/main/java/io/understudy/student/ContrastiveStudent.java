package io.understudy.student;

import io.understudy.contrast.ContrastiveModel;
import io.understudy.model.RowInput;
import io.understudy.model.Scorer;

/** ScaleDoc's encoder: a perceptron whose encodings of a class lie together. */
public final class ContrastiveStudent implements Student {

  @Override
  public String name() {
    return "contrastive";
  }

  @Override
  public boolean reads(RowInput input) {
    return input == RowInput.EMBEDDING;
  }

  @Override
  public Scorer fit(Lesson lesson) {
    return ContrastiveModel.fit(
        lesson.rows().stream().map(row -> row.vector()).toList(),
        lesson.labels(),
        lesson.classes(),
        lesson.seed());
  }
}
