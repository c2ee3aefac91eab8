package io.understudy.model;

/**
 * Sums of products of floats in a fixed order, so that every path that scores a row gets the same
 * bits. Eight sums side by side: one sum would make each addition wait for the one before it, and
 * doubles would halve what a register holds.
 */
final class Products {
  private Products() {}

  /** The order in which the eight sums are added is part of the result. */
  static float total(float a, float b, float c, float d, float e, float f, float g, float h) {
    return ((a + e) + (c + g)) + ((b + f) + (d + h));
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
   * itself, so that the JIT compiler makes vector instructions of it, and the margins are read and
   * written once for four entries.
   *
   * @param byEntry weights, entry by entry, one number per class
   * @param entry the first of the four
   */
  static void addFour(float[] row, int offset, float[] byEntry, int entry, float[] margins) {
    int classes = margins.length;
    float w = row[offset + entry];
    float x = row[offset + entry + 1];
    float y = row[offset + entry + 2];
    float z = row[offset + entry + 3];
    int first = entry * classes;
    int second = first + classes;
    int third = second + classes;
    int fourth = third + classes;
    for (int k = 0; k < classes; k++) {
      margins[k] +=
          (w * byEntry[first + k] + x * byEntry[second + k])
              + (y * byEntry[third + k] + z * byEntry[fourth + k]);
    }
  }

  /** Adds one entry's part to the margins of all classes. */
  static void addOne(float[] row, int offset, float[] byEntry, int entry, float[] margins) {
    int classes = margins.length;
    float x = row[offset + entry];
    int first = entry * classes;
    for (int k = 0; k < classes; k++) {
      margins[k] += x * byEntry[first + k];
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
