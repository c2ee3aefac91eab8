package io.understudy.spark.stage.infer;

import io.understudy.call.Answer;
import io.understudy.sample.ContentKey;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Contents with a paid label, by the vector that stands beside their texts in all rows: so a row is
 * recognised without its text being read. Where vectors differ in their entries, as embeddings do,
 * most others cost a look at six of them.
 */
public final class VectorLabels implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HashBits signatures;
  private final HashMap<Long, Known> byHash = new HashMap<>();

  /**
   * A content.
   *
   * @param key under which its label is kept
   * @param label what the LLM said
   * @param truncated whether the LLM saw only the beginning of its text
   */
  public record Known(ContentKey key, Answer label, boolean truncated) implements Serializable {}

  /**
   * A content with its vector.
   *
   * @param vector not kept
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Beside(float[] vector, Known content) {}

  /**
   * Labels by vector.
   *
   * @param contents of several with one vector the last is found
   */
  public VectorLabels(List<Beside> contents) {
    this.signatures =
        HashBits.of(
            contents.stream()
                .mapToLong(beside -> signature(beside.vector(), 0, beside.vector().length))
                .toArray());
    contents.forEach(beside -> byHash.put(hash(beside.vector()), beside.content()));
  }

  /** A hash of all of a vector: equal for equal bits, and hardly ever else. */
  public static long hash(float[] vector) {
    return hash(vector, 0, vector.length);
  }

  /** Whether a row of this vector may be one of the contents. */
  boolean mayContain(float[] values, int offset, int length) {
    return signatures.mayContain(signature(values, offset, length));
  }

  /** The content that has a row's vector; null if there is none. */
  public @Nullable Known find(float[] values, int offset, int length) {
    return byHash.get(hash(values, offset, length));
  }

  private static long hash(float[] values, int offset, int length) {
    long hash = length;
    for (int i = offset; i < offset + length; i++) {
      hash = HashBits.mix(hash * HashBits.ODD + Float.floatToRawIntBits(values[i]));
    }
    return hash;
  }

  /** Of six entries spread over a vector that has any. */
  private static long signature(float[] values, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    int last = length - 1;
    long first = pair(values, offset, offset + last);
    long second = pair(values, offset + last / 5, offset + 2 * last / 5);
    long third = pair(values, offset + 3 * last / 5, offset + 4 * last / 5);
    return HashBits.mix(HashBits.mix(first * HashBits.ODD + second) * HashBits.ODD + third);
  }

  private static long pair(float[] values, int one, int other) {
    return (long) Float.floatToRawIntBits(values[one]) << Integer.SIZE
        | Float.floatToRawIntBits(values[other]) & 0xFFFF_FFFFL;
  }
}
