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
 * @param spread of the vectors of these rows, null if all that have one have the same
 */
public record SampledRow(
    ContentKey key, RowData data, float @Nullable [] vector, int copies, @Nullable Spread spread)
    implements Serializable {

  /** A row of which no copy has been seen. */
  static SampledRow once(ContentKey key, RowData data, float @Nullable [] vector) {
    return new SampledRow(key, data, vector, 1, /* spread= */ null);
  }

  /**
   * One of two rows with the same data, whichever stands where, and one with a vector if there is
   * any: a row that brings none is not answered by a model that looks at vectors, so that the other
   * says how such a model answers this data. That their vectors differ is remembered.
   */
  public static SampledRow either(SampledRow one, SampledRow other) {
    if (one.vector == null || other.vector == null) {
      return one.vector == null ? other : one;
    }
    SampledRow first = Arrays.compare(one.vector, other.vector) <= 0 ? one : other;
    Spread spread = Spread.of(one.vector, one.spread, other.vector, other.spread);
    return new SampledRow(first.key, first.data, first.vector, first.copies, spread);
  }

  /** Whether some rows have another vector than others, by more than rounding. */
  public boolean isMixed() {
    return spread != null && spread.isWide();
  }

  /** The entries of the vector; none if there is none. */
  public float[] entries() {
    float[] brought = vector;
    return brought == null ? new float[0] : brought;
  }

  SampledRow withCopies(int exact) {
    return new SampledRow(key, data, vector, exact, spread);
  }

  /** The same row to be asked about a second time. */
  public SampledRow again() {
    return new SampledRow(key.again(), data, vector, copies, spread);
  }

  /** The same row with the embedding that was made of its data. */
  public SampledRow withVector(float[] embedding) {
    return new SampledRow(key, data, embedding, copies, spread);
  }
}
