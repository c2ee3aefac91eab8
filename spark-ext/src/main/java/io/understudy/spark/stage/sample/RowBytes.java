package io.understudy.spark.stage.sample;

import io.understudy.call.RowData;
import io.understudy.sample.ContentKey;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Drawn rows as bytes. Java's serialisation takes longer for the vectors of some ten thousand rows
 * than reading them out of a table.
 */
final class RowBytes {
  private static final int NO_VECTOR = -1;

  /** The row's own, and two around those of its copies. */
  private static final int VECTORS = 3;

  private RowBytes() {}

  static byte[] write(List<SampledRow> rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(rows.size());
      for (SampledRow row : rows) {
        write(row, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(SampledRow row, DataOutputStream out) throws IOException {
    out.writeLong(row.key().high());
    out.writeLong(row.key().low());
    out.writeInt(row.copies());
    List<String> texts = row.data().values();
    out.writeInt(texts.size());
    for (String text : texts) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(utf8.length);
      out.write(utf8);
    }
    write(row.vector(), out);
    Spread spread = row.spread();
    write(spread == null ? null : spread.low(), out);
    write(spread == null ? null : spread.high(), out);
  }

  private static void write(float @Nullable [] floats, DataOutputStream out) throws IOException {
    if (floats == null) {
      out.writeInt(NO_VECTOR);
      return;
    }
    out.writeInt(floats.length);
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * floats.length);
    bytes.asFloatBuffer().put(floats);
    out.write(bytes.array());
  }

  static List<SampledRow> read(byte[] bytes) {
    return read(bytes, key -> true);
  }

  /**
   * @param wanted says by their keys which rows are read; the others are passed over
   */
  static List<SampledRow> read(byte[] bytes, Predicate<ContentKey> wanted) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int size = in.getInt();
    List<SampledRow> rows = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      ContentKey key = new ContentKey(in.getLong(), in.getLong());
      if (wanted.test(key)) {
        rows.add(row(key, in));
      } else {
        passOver(in);
      }
    }
    return rows;
  }

  private static void passOver(ByteBuffer in) {
    in.getInt();
    int slots = in.getInt();
    for (int slot = 0; slot < slots; slot++) {
      skip(in, in.getInt());
    }
    for (int vectors = 0; vectors < VECTORS; vectors++) {
      int length = in.getInt();
      skip(in, length == NO_VECTOR ? 0 : Float.BYTES * length);
    }
  }

  private static void skip(ByteBuffer in, int bytes) {
    in.position(in.position() + bytes);
  }

  private static SampledRow row(ContentKey key, ByteBuffer in) {
    int copies = in.getInt();
    int slots = in.getInt();
    List<String> texts = new ArrayList<>(slots);
    for (int slot = 0; slot < slots; slot++) {
      int length = in.getInt();
      texts.add(new String(in.array(), in.position(), length, StandardCharsets.UTF_8));
      skip(in, length);
    }
    float[] vector = vector(in);
    float[] low = vector(in);
    float[] high = vector(in);
    Spread spread = low == null || high == null ? null : new Spread(low, high);
    return new SampledRow(key, new RowData(texts), vector, copies, spread);
  }

  private static float @Nullable [] vector(ByteBuffer in) {
    int length = in.getInt();
    if (length == NO_VECTOR) {
      return null;
    }
    float[] vector = new float[length];
    in.asFloatBuffer().get(vector);
    skip(in, Float.BYTES * length);
    return vector;
  }
}
