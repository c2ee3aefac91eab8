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
 * @param vector the embedding that the input brings, or null if the call gives none
 * @param copies how many rows have this data
 * @param mixed whether not all of these have the same vector
 */
public record SampledRow(
    ContentKey key, RowData data, float @Nullable [] vector, int copies, boolean mixed)
    implements Serializable {

  /** A row of which no copy has been seen. */
  static SampledRow once(ContentKey key, RowData data, float @Nullable [] vector) {
    return new SampledRow(key, data, vector, 1, /* mixed= */ false);
  }

  /**
   * One of two rows with the same data, whichever stands where: their vectors may differ, which is
   * remembered.
   */
  public static SampledRow either(SampledRow one, SampledRow other) {
    int order = Arrays.compare(one.entries(), other.entries());
    SampledRow first = order <= 0 ? one : other;
    boolean mixed = order != 0 || one.mixed || other.mixed;
    return new SampledRow(first.key, first.data, first.vector, first.copies, mixed);
  }

  /** The entries of the vector; none if there is none. */
  public float[] entries() {
    float[] brought = vector;
    return brought == null ? new float[0] : brought;
  }

  SampledRow withCopies(int exact) {
    return new SampledRow(key, data, vector, exact, mixed);
  }

  /** The same row to be asked about a second time. */
  public SampledRow again() {
    return new SampledRow(key.again(), data, vector, copies, mixed);
  }

  /** The same row with the embedding that was made of its data. */
  public SampledRow withVector(float[] embedding) {
    return new SampledRow(key, data, embedding, copies, mixed);
  }
}
