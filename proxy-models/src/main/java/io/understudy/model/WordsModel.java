package io.understudy.model;

import java.util.Arrays;

/**
 * A linear classifier over words, or over words and an embedding, with softmax or sigmoid
 * probabilities. A word that no learnt row had has weight zero.
 *
 * @param dimension length of the embeddings; 0 if it looks at words only
 * @param classes number of classes K, at least 2
 * @param terms the hashes of the words that have weights, ascending
 * @param weights feature by feature, first those of the embedding. For two classes one number each,
 *     the margin of class 1 over class 0; for more, K
 * @param intercepts as many as numbers per feature
 */
@SuppressWarnings("ArrayRecordComponent")
public record WordsModel(
    int dimension, int classes, int[] terms, float[] weights, float[] intercepts)
    implements Scorer {

  public WordsModel {
    int width = classes == 2 ? 1 : classes;
    if (intercepts.length != width || weights.length != width * (dimension + terms.length)) {
      throw new IllegalArgumentException(
          String.format(
              java.util.Locale.ROOT,
              "a model of %d classes over %d dimensions and %d terms has %d weights and %d"
                  + " intercepts",
              classes,
              dimension,
              terms.length,
              weights.length,
              intercepts.length));
    }
  }

  /**
   * Not scored are rows without a single known word where the words are all there is, and rows
   * whose embedding is missing, of another length or without a direction.
   */
  @Override
  public boolean score(Features row, float[] probabilitiesOut) {
    float[] vector = row.vector();
    boolean scorable =
        dimension == 0
            ? row.words().size() > 0
            : vector.length == dimension && LinearModel.scorable(vector);
    if (!scorable) {
      return false;
    }
    double[] margins = new double[intercepts.length];
    for (int k = 0; k < margins.length; k++) {
      margins[k] = intercepts[k];
    }
    if (dimension > 0) {
      double scale = 1 / Math.sqrt(LinearModel.squares(vector));
      for (int d = 0; d < dimension; d++) {
        add(d, vector[d] * scale, margins);
      }
    }
    int[] indices = row.words().indices();
    for (int j = 0; j < indices.length; j++) {
      int term = Arrays.binarySearch(terms, indices[j]);
      if (term >= 0) {
        add(dimension + term, row.words().values()[j], margins);
      }
    }
    Margins.probabilities(margins, probabilitiesOut);
    return true;
  }

  private void add(int feature, double x, double[] margins) {
    for (int k = 0; k < margins.length; k++) {
      margins[k] += x * weights[feature * margins.length + k];
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WordsModel that
        && dimension == that.dimension
        && classes == that.classes
        && Arrays.equals(terms, that.terms)
        && Arrays.equals(weights, that.weights)
        && Arrays.equals(intercepts, that.intercepts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(weights) + Arrays.hashCode(terms);
  }

  @Override
  public String toString() {
    return "WordsModel(dimension="
        + dimension
        + ", terms="
        + terms.length
        + ", classes="
        + classes
        + ")";
  }
}
