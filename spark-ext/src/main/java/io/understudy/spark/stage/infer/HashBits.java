package io.understudy.spark.stage.infer;

import java.io.Serializable;
import java.util.BitSet;

/** A set of hashes that costs one look at a bit: what is in it is always found, others rarely. */
final class HashBits implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The golden ratio in 64 bits: multiplied by it, numbers that are alike lie far apart. */
  static final long ODD = 0x9E3779B97F4A7C15L;

  /** Bits for each hash: one in so many others is found by chance. */
  private static final int BITS_EACH = 256;

  private final long[] bits;
  private final int shift;

  private HashBits(long[] bits, int shift) {
    this.bits = bits;
    this.shift = shift;
  }

  /**
   * The set of some hashes.
   *
   * @param hashes of 64 bits, well mixed
   */
  static HashBits of(long[] hashes) {
    int exponent = 32 - Integer.numberOfLeadingZeros(Math.max(1, hashes.length * BITS_EACH - 1));
    int shift = 64 - Math.max(6, exponent);
    BitSet set = new BitSet();
    for (long hash : hashes) {
      set.set((int) (hash >>> shift));
    }
    long[] bits = new long[1 << (58 - shift)];
    long[] used = set.toLongArray();
    System.arraycopy(used, 0, bits, 0, used.length);
    return new HashBits(bits, shift);
  }

  /** Whether a hash may be one of the set. */
  boolean mayContain(long hash) {
    long place = hash >>> shift;
    return (bits[(int) (place >>> 6)] & (1L << place)) != 0;
  }

  /** The finaliser of Murmur3, 64 bits. */
  static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
