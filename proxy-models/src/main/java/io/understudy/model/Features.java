package io.understudy.model;

/**
 * What a model sees of a row: its embedding, its words, or both. Immutable by convention: the
 * arrays are shared.
 *
 * @param vector the embedding, of any norm; empty if it is not looked at
 * @param words the TF-IDF of the row's text, of norm 1; empty if it is not looked at, or if the
 *     text has no known word
 */
@SuppressWarnings("ArrayRecordComponent")
public record Features(float[] vector, SparseVector words) {
  private static final float[] NONE = new float[0];

  /** An embedding alone. */
  public static Features ofVector(float[] vector) {
    return new Features(vector, SparseVector.EMPTY);
  }

  /** Words alone. */
  public static Features ofWords(SparseVector words) {
    return new Features(NONE, words);
  }
}
