package io.understudy.spark.view;

/**
 * Cuts the space of keys into slices that each take about the same time. Keys are hashes, so a
 * share of the space holds that share of the contents.
 */
final class KeySlices {
  private static final double SECONDS = 30;
  private static final long FIRST = 2_000;
  private static final long MOST = 200_000;
  private static final double SPACE = 0x1p64;

  private final long contents;
  private double done;
  private double size;

  /**
   * @param contents in the whole space, at least 1
   */
  KeySlices(long contents) {
    this.contents = contents;
    this.size = FIRST;
  }

  /**
   * Keys from one to another.
   *
   * @param low first half of the lowest key
   * @param high first half of the highest key
   */
  record Slice(long low, long high) {}

  boolean more() {
    return done < 1;
  }

  /** The share of the space that has been cut off, in [0, 1]. */
  double done() {
    return done;
  }

  /** The next slice. */
  Slice next() {
    double end = Math.min(1, done + size / contents);
    // Less than half a slice is not worth a commit.
    if (1 - end < size / contents / 2) {
      end = 1;
    }
    Slice slice = new Slice(bound(done), end == 1 ? Long.MAX_VALUE : bound(end) - 1);
    done = end;
    return slice;
  }

  /** Tells how long the last slice took. */
  void took(double seconds) {
    double wanted = size * SECONDS / Math.max(seconds, 0.1);
    size = Math.min(MOST, Math.max(FIRST, Math.min(wanted, 4 * size)));
  }

  private static long bound(double share) {
    return (long) (share * SPACE - SPACE / 2);
  }
}
