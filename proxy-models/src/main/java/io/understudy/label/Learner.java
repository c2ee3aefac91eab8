package io.understudy.label;

import io.understudy.model.LinearModel;
import java.util.List;

/** Trains a model. */
@FunctionalInterface
public interface Learner {
  /**
   * @param vectors one per row
   * @param labels one class per row, at least two different ones
   */
  LinearModel fit(List<float[]> vectors, int[] labels);
}
