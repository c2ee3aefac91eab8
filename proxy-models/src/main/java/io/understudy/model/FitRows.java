package io.understudy.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows to fit a linear model to: unit vectors, and words renumbered to those that occur.
 *
 * @param dense one vector per row, empty where embeddings are not looked at
 * @param words the words of each row, by their number among {@code terms}
 * @param terms the hashes of all words that occur, ascending
 */
@SuppressWarnings("ArrayRecordComponent")
record FitRows(float[][] dense, SparseVector[] words, int[] terms) {

  static FitRows of(List<Features> rows) {
    int[] terms =
        rows.stream()
            .flatMapToInt(row -> Arrays.stream(row.words().indices()))
            .distinct()
            .sorted()
            .toArray();
    return new FitRows(
        rows.stream().map(row -> unit(row.vector())).toArray(float[][]::new),
        rows.stream()
            .map(
                row ->
                    new SparseVector(
                        Arrays.stream(row.words().indices())
                            .map(index -> Arrays.binarySearch(terms, index))
                            .toArray(),
                        row.words().values()))
            .toArray(SparseVector[]::new),
        terms);
  }

  int dimension() {
    return dense[0].length;
  }

  int features() {
    return dimension() + terms.length;
  }

  /** The same rows without some of them; the terms stay. */
  FitRows only(int[] kept) {
    return new FitRows(
        IntStream.of(kept).mapToObj(i -> dense[i]).toArray(float[][]::new),
        IntStream.of(kept).mapToObj(i -> words[i]).toArray(SparseVector[]::new),
        terms);
  }

  void margins(int row, double[] at, double[] out) {
    int width = out.length;
    System.arraycopy(at, features() * width, out, 0, width);
    float[] vector = dense[row];
    for (int d = 0; d < vector.length; d++) {
      add(at, d * width, vector[d], out);
    }
    SparseVector sparse = words[row];
    for (int j = 0; j < sparse.size(); j++) {
      add(at, (vector.length + sparse.indices()[j]) * width, sparse.values()[j], out);
    }
  }

  void spread(int row, double[] slopes, double[] gradientOut) {
    int width = slopes.length;
    float[] vector = dense[row];
    for (int d = 0; d < vector.length; d++) {
      spread(slopes, vector[d], gradientOut, d * width);
    }
    SparseVector sparse = words[row];
    for (int j = 0; j < sparse.size(); j++) {
      spread(
          slopes, sparse.values()[j], gradientOut, (vector.length + sparse.indices()[j]) * width);
    }
    spread(slopes, 1, gradientOut, features() * width);
  }

  private static void add(double[] at, int offset, double x, double[] out) {
    for (int k = 0; k < out.length; k++) {
      out[k] += x * at[offset + k];
    }
  }

  private static void spread(double[] slopes, double x, double[] gradientOut, int offset) {
    for (int k = 0; k < slopes.length; k++) {
      gradientOut[offset + k] += x * slopes[k];
    }
  }

  private static float[] unit(float[] vector) {
    double squares = 0;
    for (float x : vector) {
      squares += (double) x * x;
    }
    double scale = vector.length == 0 ? 0 : 1 / Math.sqrt(squares);
    float[] unit = new float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      unit[i] = (float) (vector[i] * scale);
    }
    return unit;
  }
}
