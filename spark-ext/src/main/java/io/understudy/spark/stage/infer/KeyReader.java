package io.understudy.spark.stage.infer;

import io.understudy.sample.ContentKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.commons.codec.digest.MurmurHash3;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** {@link ContentKey}s of rows without an object for each. Used by one task. */
final class KeyReader {
  private ByteBuffer buffer = ByteBuffer.allocate(1024);
  private long high;
  private long low;

  /**
   * Reads the key of a row.
   *
   * @param texts of the slots, none null
   */
  void read(@Nullable UTF8String[] texts) {
    buffer.clear();
    for (UTF8String text : texts) {
      if (text != null) {
        add(text);
      }
    }
    long[] hash = MurmurHash3.hash128x64(buffer.array(), 0, buffer.position(), 0);
    high = hash[0];
    low = hash[1];
  }

  private void add(UTF8String text) {
    int length = text.numBytes();
    int end = buffer.position() + Integer.BYTES + length;
    if (end > buffer.capacity()) {
      byte[] larger = Arrays.copyOf(buffer.array(), Math.max(end, 2 * buffer.capacity()));
      int position = buffer.position();
      buffer = ByteBuffer.wrap(larger);
      buffer.position(position);
    }
    buffer.putInt(length);
    Platform.copyMemory(
        text.getBaseObject(),
        text.getBaseOffset(),
        buffer.array(),
        Platform.BYTE_ARRAY_OFFSET + buffer.position(),
        length);
    buffer.position(end);
  }

  /** {@link ContentKey#high} of the row read last. */
  long high() {
    return high;
  }

  /** {@link ContentKey#low} of the row read last. */
  long low() {
    return low;
  }
}
