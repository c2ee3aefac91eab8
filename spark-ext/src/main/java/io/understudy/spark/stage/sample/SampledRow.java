package io.understudy.spark.stage.sample;

import io.understudy.call.RowData;
import io.understudy.sample.ContentKey;
import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One distinct content of the input that was drawn.
 *
 * @param key identity of the data
 * @param data what the LLM is asked about
 * @param vector the embedding that the input brings, or null if the call gives none or none that a
 *     model could look at
 * @param copies how many rows have this data
 * @param alike how alike the vectors of these rows are
 */
public record SampledRow(
    ContentKey key, RowData data, float @Nullable [] vector, int copies, Alike alike)
    implements Serializable {

  /** A row of which no copy has been seen. */
  static SampledRow once(ContentKey key, RowData data, float @Nullable [] vector) {
    return new SampledRow(key, data, vector, 1, Alike.EQUAL);
  }

  /**
   * One of two rows with the same data, whichever stands where, and one with a vector if there is
   * any: a row that brings none is not answered by a model that looks at vectors, so that the other
   * says how such a model answers this data. That their vectors differ is remembered.
   */
  public static SampledRow either(SampledRow one, SampledRow other) {
    boolean bothOrNone = (one.vector == null) == (other.vector == null);
    boolean first =
        bothOrNone ? Arrays.compare(one.entries(), other.entries()) <= 0 : one.vector != null;
    SampledRow kept = first ? one : other;
    Alike alike = Alike.of(one.vector, other.vector).and(one.alike).and(other.alike);
    return new SampledRow(kept.key, kept.data, kept.vector, kept.copies, alike);
  }

  /** The entries of the vector; none if there is none. */
  public float[] entries() {
    float[] brought = vector;
    return brought == null ? new float[0] : brought;
  }

  SampledRow withCopies(int exact) {
    return new SampledRow(key, data, vector, exact, alike);
  }

  /** The same row to be asked about a second time. */
  public SampledRow again() {
    return new SampledRow(key.again(), data, vector, copies, alike);
  }

  /** The same row with the embedding that was made of its data. */
  public SampledRow withVector(float[] embedding) {
    return new SampledRow(key, data, embedding, copies, alike);
  }
}
