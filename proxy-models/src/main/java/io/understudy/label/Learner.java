package io.understudy.label;

import io.understudy.model.Features;
import io.understudy.model.Scorer;
import java.util.List;

/** Trains a model. */
@FunctionalInterface
public interface Learner {
  /**
   * @param rows what is seen of each row
   * @param labels one class per row, at least two different ones
   */
  Scorer fit(List<Features> rows, int[] labels);
}
