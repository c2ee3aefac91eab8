package io.understudy.label;

import java.util.List;

/** Where labels come from. */
@FunctionalInterface
public interface LabelSource {
  /** What is returned for a row that got no usable answer. */
  int NONE = -1;

  /**
   * Asks about some rows.
   *
   * @param positions in the pool
   * @return one class per position, or {@link #NONE}
   */
  int[] ask(List<Integer> positions);
}
