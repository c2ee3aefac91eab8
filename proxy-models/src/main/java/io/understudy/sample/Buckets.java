package io.understudy.sample;

/** Equal ranges of the unsigned 64-bit numbers. */
public final class Buckets {
  private Buckets() {}

  /**
   * The range that an order lies in.
   *
   * @param buckets number of ranges, at least 1
   * @return {@code floor(order * buckets / 2^64)}, from 0 to {@code buckets - 1}
   */
  public static int of(long order, int buckets) {
    long high = Math.multiplyHigh(order, buckets);
    return (int) (order < 0 ? high + buckets : high);
  }

  /** The smallest order, unsigned, of a range from 0 to {@code buckets - 1}. */
  static long first(int bucket, int buckets) {
    if (bucket == 0) {
      return 0;
    }
    // ceil(bucket * 2^64 / buckets), by long division in base 2^32 with buckets below 2^31.
    long remainder = bucket;
    long quotient = 0;
    for (int digit = 0; digit < 2; digit++) {
      long dividend = remainder << 32;
      quotient = (quotient << 32) + Long.divideUnsigned(dividend, buckets);
      remainder = Long.remainderUnsigned(dividend, buckets);
    }
    return remainder == 0 ? quotient : quotient + 1;
  }
}
