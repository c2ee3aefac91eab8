package io.understudy.sample;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * The identity of a row's data: 128 bits of Murmur3 over the values, each with its length in front,
 * so that {@code ["ab", "c"]} and {@code ["a", "bc"]} differ. Rows of equal values have equal keys.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record ContentKey(long high, long low) implements Serializable, Comparable<ContentKey> {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final Comparator<ContentKey> ORDER =
      Comparator.<ContentKey, Long>comparing(ContentKey::high, Long::compareUnsigned)
          .thenComparing(ContentKey::low, Long::compareUnsigned);

  /** The key of a row's values, one per slot of the prompt; no nulls. */
  public static ContentKey of(List<String> values) {
    byte[][] bytes = new byte[values.size()][];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = values.get(i).getBytes(StandardCharsets.UTF_8);
    }
    return of(bytes);
  }

  /** The same key from values that are already UTF-8. */
  public static ContentKey of(byte[][] utf8Values) {
    int length = 0;
    for (byte[] value : utf8Values) {
      length += Integer.BYTES + value.length;
    }
    ByteBuffer buffer = ByteBuffer.allocate(length);
    for (byte[] value : utf8Values) {
      buffer.putInt(value.length).put(value);
    }
    return ofFramed(buffer.array(), length);
  }

  /**
   * The same key from values that are laid out already.
   *
   * @param framed each value's length as four bytes, the highest first, and its bytes behind it
   * @param length of that in the array
   */
  public static ContentKey ofFramed(byte[] framed, int length) {
    long[] hash = MurmurHash3.hash128x64(framed, 0, length, 0);
    return new ContentKey(hash[0], hash[1]);
  }

  /**
   * The key of 32 hexadecimal digits.
   *
   * @throws IllegalArgumentException when it is not of that form
   */
  public static ContentKey ofHex(String hex) {
    if (hex.length() != 32) {
      throw new IllegalArgumentException("not a hash of 128 bits: " + hex);
    }
    return new ContentKey(
        HexFormat.fromHexDigitsToLong(hex, 0, 16), HexFormat.fromHexDigitsToLong(hex, 16, 32));
  }

  /** 32 hexadecimal digits. */
  public String hex() {
    HexFormat digits = HexFormat.of();
    return digits.toHexDigits(high) + digits.toHexDigits(low);
  }

  /**
   * The identity under which the second answer to the same question about this data is kept, so
   * that it neither replaces the first nor is taken for it.
   */
  public ContentKey again() {
    return new ContentKey(mix(high + GOLDEN_GAMMA), mix(low + GOLDEN_GAMMA));
  }

  /**
   * This content's place in the sampling order of a seed: 64 well mixed bits, to be compared
   * unsigned. The contents with the n smallest orders are a uniform sample of n contents.
   *
   * <p>Each step is the finaliser of SplitMix64 (Steele, Lea and Flood 2014, section 6).
   */
  public long order(long seed) {
    return mix(high ^ mix(low ^ mix(seed + GOLDEN_GAMMA)));
  }

  private static long mix(long bits) {
    long mixed = bits;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  @Override
  public int compareTo(ContentKey other) {
    return ORDER.compare(this, other);
  }
}
