package io.understudy.spark.stage.infer;

import io.understudy.call.RowData;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
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

  private static final int WORD = 8;
  private static final int WORDS = 8;

  private final HashBits bits;

  private TextSignatures(HashBits bits) {
    this.bits = bits;
  }

  /**
   * @param contents with texts in all slots
   */
  public static TextSignatures of(List<RowData> contents) {
    return new TextSignatures(
        HashBits.of(
            contents.stream()
                .map(
                    content ->
                        content.values().stream()
                            .map(
                                text -> UTF8String.fromBytes(text.getBytes(StandardCharsets.UTF_8)))
                            .toArray(UTF8String[]::new))
                .mapToLong(TextSignatures::signature)
                .toArray()));
  }

  /**
   * Whether a row may have one of the contents.
   *
   * @param texts of the slots, none null
   */
  boolean mayContain(UTF8String[] texts) {
    return bits.mayContain(signature(texts));
  }

  private static long signature(UTF8String[] texts) {
    long signature = 0;
    for (UTF8String text : texts) {
      signature = HashBits.mix(signature ^ words(text));
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
        words = words * HashBits.ODD + Platform.getByte(base, offset + i);
      }
      return words;
    }
    int last = length - WORD;
    int step = Math.max(WORD, last / (WORDS - 1));
    for (int at = 0; at < last; at += step) {
      words = HashBits.mix(words * HashBits.ODD + Platform.getLong(base, offset + at));
    }
    return words * HashBits.ODD + Platform.getLong(base, offset + last);
  }
}
