package io.understudy.model;

import java.io.Serializable;

/**
 * A vector with few entries that are not zero. Immutable by convention: the arrays are shared.
 *
 * @param indices of the entries, ascending, each once
 * @param values one per index
 */
@SuppressWarnings("ArrayRecordComponent")
public record SparseVector(int[] indices, float[] values) implements Serializable {
  /** No entry. */
  public static final SparseVector EMPTY = new SparseVector(new int[0], new float[0]);

  public SparseVector {
    if (indices.length != values.length) {
      throw new IllegalArgumentException(
          indices.length + " indices and " + values.length + " values");
    }
  }

  /** Number of entries. */
  public int size() {
    return indices.length;
  }
}
