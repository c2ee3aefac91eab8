package io.understudy.model;

import java.util.Arrays;

/**
 * What a fit has found, in the order of all classes of a question; those without a label never win.
 *
 * @param byEntry weights, entry by entry, one number per row of the model
 * @param intercepts one per row of the model
 */
@SuppressWarnings("ArrayRecordComponent")
record FittedWeights(float[] byEntry, float[] intercepts) {

  /**
   * @param found entry by entry, one number per class that occurs, the intercepts last; where two
   *     occur one number, the margin of the second over the first
   * @param present the classes that occur, ascending
   * @param classes of the question
   * @param entries of a row
   */
  static FittedWeights of(double[] found, int[] present, int classes, int entries) {
    int width = present.length == 2 ? 1 : present.length;
    int rows = classes == 2 ? 1 : classes;
    float[] byEntry = new float[entries * rows];
    float[] intercepts = new float[rows];
    if (classes > 2) {
      Arrays.fill(intercepts, LogisticFit.NEVER);
    }
    for (int p = 0; p < present.length; p++) {
      // Of two classes the fit has the margin of the second over the first, which then is 0.
      boolean first = width == 1 && p == 0;
      if (first && classes == 2) {
        continue;
      }
      int row = classes == 2 ? 0 : present[p];
      int column = width == 1 ? 0 : p;
      for (int e = 0; e < entries; e++) {
        byEntry[e * rows + row] = first ? 0 : (float) found[e * width + column];
      }
      intercepts[row] = first ? 0 : (float) found[entries * width + column];
    }
    return new FittedWeights(byEntry, intercepts);
  }

  /**
   * The way back: where a fit of some of a model's classes may begin.
   *
   * @param present the classes that occur, ascending; those that the model has not seen begin at 0
   * @return as {@link #of} takes them
   */
  static double[] parameters(LinearModel model, int[] present) {
    int entries = model.dimension();
    int width = present.length == 2 ? 1 : present.length;
    double[] parameters = new double[(entries + 1) * width];
    for (int p = 0; p < present.length; p++) {
      int column = width == 1 ? 0 : p;
      int sign = width == 1 && p == 0 ? -1 : 1;
      // Of two classes the model has one row, the margin of the second over the first.
      int row = model.classes() == 2 ? present[p] - 1 : present[p];
      if (row < 0 || model.intercepts()[row] == LogisticFit.NEVER) {
        continue;
      }
      for (int e = 0; e < entries; e++) {
        parameters[e * width + column] += sign * model.weights()[row * entries + e];
      }
      parameters[entries * width + column] += sign * model.intercepts()[row];
    }
    return parameters;
  }

  /** The weights as a linear model has them, row by row. */
  LinearModel linear(int classes) {
    int rows = intercepts.length;
    int dimension = byEntry.length / rows;
    float[] byRow = new float[byEntry.length];
    for (int d = 0; d < dimension; d++) {
      for (int k = 0; k < rows; k++) {
        byRow[k * dimension + d] = byEntry[d * rows + k];
      }
    }
    return new LinearModel(dimension, classes, byRow, intercepts);
  }
}
