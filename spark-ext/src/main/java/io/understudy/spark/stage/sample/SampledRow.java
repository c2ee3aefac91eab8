package io.understudy.spark.stage.sample;

import io.understudy.call.RowData;
import io.understudy.sample.ContentKey;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One distinct content of the input that was drawn.
 *
 * @param key identity of the data
 * @param data what the LLM is asked about
 * @param vector the embedding that the input brings, or null if the call gives none
 * @param copies how many rows have this data
 */
public record SampledRow(ContentKey key, RowData data, float @Nullable [] vector, int copies)
    implements Serializable {
  /**
   * Which of two rows with the same data is drawn, so that it does not depend on where they stand:
   * their vectors may differ.
   */
  static final Comparator<SampledRow> PREFERENCE =
      (a, b) -> Arrays.compare(vectorOf(a), vectorOf(b));

  private static float[] vectorOf(SampledRow row) {
    float[] vector = row.vector();
    return vector == null ? new float[0] : vector;
  }

  SampledRow withCopies(int exact) {
    return new SampledRow(key, data, vector, exact);
  }

  /** The same row to be asked about a second time. */
  public SampledRow again() {
    return new SampledRow(key.again(), data, vector, copies);
  }

  /** The same row with the embedding that was made of its data. */
  public SampledRow withVector(float[] embedding) {
    return new SampledRow(key, data, embedding, copies);
  }
}
