package io.understudy.spark.stage.infer;

import io.understudy.call.RowData;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Contents that may be met again, by so little of their texts that looking costs next to nothing:
 * the lengths and eight words spread over each text, which is all of it up to 64 bytes. Equal texts
 * are always found. Others are found now and then, so whoever is found has to be looked at closely.
 */
public final class TextSignatures implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Bits for each content: one row in so many is found by chance. */
  private static final int BITS_EACH = 256;

  private static final int WORD = 8;
  private static final int WORDS = 8;
  private static final long ODD = 0x9E3779B97F4A7C15L;

  private final long[] bits;
  private final int shift;

  private TextSignatures(long[] bits, int shift) {
    this.bits = bits;
    this.shift = shift;
  }

  /**
   * @param contents with texts in all slots
   */
  public static TextSignatures of(List<RowData> contents) {
    int exponent = 32 - Integer.numberOfLeadingZeros(Math.max(1, contents.size() * BITS_EACH - 1));
    int shift = 64 - Math.max(6, exponent);
    BitSet set = new BitSet();
    for (RowData content : contents) {
      UTF8String[] texts =
          content.values().stream()
              .map(text -> UTF8String.fromBytes(text.getBytes(StandardCharsets.UTF_8)))
              .toArray(UTF8String[]::new);
      set.set((int) (signature(texts) >>> shift));
    }
    long[] bits = new long[1 << (58 - shift)];
    long[] used = set.toLongArray();
    System.arraycopy(used, 0, bits, 0, used.length);
    return new TextSignatures(bits, shift);
  }

  /**
   * Whether a row may have one of the contents.
   *
   * @param texts of the slots, none null
   */
  boolean mayContain(UTF8String[] texts) {
    long place = signature(texts) >>> shift;
    return (bits[(int) (place >>> 6)] & (1L << place)) != 0;
  }

  private static long signature(UTF8String[] texts) {
    long signature = 0;
    for (UTF8String text : texts) {
      signature = mix(signature ^ words(text));
    }
    return signature;
  }

  /** The last word may overlap the one before it. */
  private static long words(UTF8String text) {
    int length = text.numBytes();
    Object base = text.getBaseObject();
    long offset = text.getBaseOffset();
    long words = length;
    if (length < WORD) {
      for (int i = 0; i < length; i++) {
        words = words * ODD + Platform.getByte(base, offset + i);
      }
      return words;
    }
    int last = length - WORD;
    int step = Math.max(WORD, last / (WORDS - 1));
    for (int at = 0; at < last; at += step) {
      words = mix(words * ODD + Platform.getLong(base, offset + at));
    }
    return words * ODD + Platform.getLong(base, offset + last);
  }

  /** The finaliser of Murmur3, 64 bits. */
  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
