package io.understudy.label;

import io.understudy.model.Features;
import io.understudy.model.Scorer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Trains models, some at the same time. */
@FunctionalInterface
public interface Learner {
  /**
   * @param rows what is seen of each row
   * @param labels one class per row, at least two different ones
   * @param near a model that has learnt most of these labels and no others, to begin at; it makes
   *     the fit faster and, as far as the fit is exact, no different
   */
  Scorer fit(List<Features> rows, int[] labels, @Nullable Scorer near);
}
