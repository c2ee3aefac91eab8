package io.understudy.model;

/**
 * Sums of products of floats in a fixed order, so that every path that scores a row gets the same
 * bits. Eight sums side by side: one sum would make each addition wait for the one before it, and
 * doubles would halve what a register holds.
 */
final class Products {
  /** Floats in 64 bytes. */
  private static final int CACHE_LINE = 16;

  private Products() {}

  /** The order in which the eight sums are added is part of the result. */
  static float total(float a, float b, float c, float d, float e, float f, float g, float h) {
    return ((a + e) + (c + g)) + ((b + f) + (d + h));
  }

  /**
   * Looks at one entry of each cache line of a row, so that the memory is asked for all of them at
   * once: the sums that follow are too long for a processor to look ahead by more than a few lines.
   *
   * @return a sum, which is to be used for something so that the looking is not left out: if it is
   *     not a number, some entry is none or infinite
   */
  static float touch(float[] row, int offset, int length) {
    float touched = 0;
    for (int i = 0; i < length; i += CACHE_LINE) {
      touched += row[offset + i];
    }
    return touched;
  }

  /** The product of two rows; the entries behind the last full eight go into the first sum. */
  static float of(float[] left, int leftOffset, float[] right, int rightOffset, int length) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    float e = 0;
    float f = 0;
    float g = 0;
    float h = 0;
    int i = 0;
    for (; i < length - 7; i += 8) {
      int l = leftOffset + i;
      int r = rightOffset + i;
      a += left[l] * right[r];
      b += left[l + 1] * right[r + 1];
      c += left[l + 2] * right[r + 2];
      d += left[l + 3] * right[r + 3];
      e += left[l + 4] * right[r + 4];
      f += left[l + 5] * right[r + 5];
      g += left[l + 6] * right[r + 6];
      h += left[l + 7] * right[r + 7];
    }
    for (; i < length; i++) {
      a += left[leftOffset + i] * right[rightOffset + i];
    }
    return total(a, b, c, d, e, f, g, h);
  }

  /** The sum of a row's squares, in the same order. */
  static float squares(float[] row, int offset, int length) {
    return of(row, offset, row, offset, length);
  }

  /**
   * Adds four entries' part to the margins of all classes. The inner loop has no sum that waits for
   * itself, and each entry's weights are an array of their own: the JIT compiler makes vector
   * instructions of it, which it does not where several of them lie at offsets in one array. The
   * margins are read and written once for four entries.
   *
   * @param byEntry for each entry one weight per class
   * @param entry the first of the four
   */
  static void addFour(float[] row, int offset, float[][] byEntry, int entry, float[] margins) {
    float w = row[offset + entry];
    float x = row[offset + entry + 1];
    float y = row[offset + entry + 2];
    float z = row[offset + entry + 3];
    float[] first = byEntry[entry];
    float[] second = byEntry[entry + 1];
    float[] third = byEntry[entry + 2];
    float[] fourth = byEntry[entry + 3];
    int classes = margins.length;
    for (int k = 0; k < classes; k++) {
      margins[k] += (w * first[k] + x * second[k]) + (y * third[k] + z * fourth[k]);
    }
  }

  /** Adds one entry's part to the margins of all classes. */
  static void addOne(float entry, float[] weights, float[] margins) {
    int classes = margins.length;
    for (int k = 0; k < classes; k++) {
      margins[k] += entry * weights[k];
    }
  }

  /** One class's margin in the order of {@link #addFour} and {@link #addOne}. */
  static float inFours(float[] row, float[] weights, int weightsOffset, int length) {
    float sum = 0;
    int i = 0;
    for (; i < length - 3; i += 4) {
      int w = weightsOffset + i;
      sum +=
          (row[i] * weights[w] + row[i + 1] * weights[w + 1])
              + (row[i + 2] * weights[w + 2] + row[i + 3] * weights[w + 3]);
    }
    for (; i < length; i++) {
      sum += row[i] * weights[weightsOffset + i];
    }
    return sum;
  }
}
