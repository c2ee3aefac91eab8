package io.understudy.model;

/**
 * Scores one row after another with one model, out of whatever array the row lies in. What it
 * answers is, bit by bit, what {@link LinearModel#score(float[], float[])} answers. Allocates
 * nothing per row. Not safe for use by several threads: one per task.
 */
public final class LinearKernel {
  /** No vector of the model's length and with a direction. */
  public static final int UNSCORED = -1;

  /**
   * How far margins must lie apart for their probabilities to differ as floats: much more than the
   * rounding of a number near 1 (1.2e-7).
   */
  private static final float DISTINCT = 1e-5f;

  private final LinearModel model;
  private final int dimension;
  private final float[] weights;
  private final float[][] byEntry;
  private final float[] out;

  /**
   * @param model not changed; its weights are copied where another order is faster
   */
  public LinearKernel(LinearModel model) {
    this.model = model;
    this.dimension = model.dimension();
    this.weights = model.weights();
    this.byEntry = model.classes() == 2 ? new float[0][] : byEntry(model);
    this.out = model.newScores();
  }

  /**
   * The class with the largest probability, the lower one on ties, or {@link #UNSCORED}. {@link
   * #score} is not set.
   *
   * @param values holds the row
   * @param offset of the row's first entry
   * @param length of the row
   */
  public int label(float[] values, int offset, int length) {
    if (model.classes() == 2) {
      return score(values, offset, length) ? LinearModel.label(out) : UNSCORED;
    }
    if (length != dimension) {
      return UNSCORED;
    }
    float squares = Products.squares(values, offset, dimension);
    if (!LinearModel.quick(squares)) {
      return model.scoreSlowly(values, offset, out) ? LinearModel.label(out) : UNSCORED;
    }
    margins(values, offset, squares);
    int best = LinearModel.label(out);
    for (int c = 0; c < out.length; c++) {
      if (c != best && out[best] - out[c] < DISTINCT) {
        LinearModel.softmax(out);
        return LinearModel.label(out);
      }
    }
    return best;
  }

  /**
   * Computes the probabilities of a row, for {@link #label()} and {@link #score()}.
   *
   * @return false if the row can't be scored
   */
  public boolean score(float[] values, int offset, int length) {
    if (length != dimension) {
      return false;
    }
    return model.classes() == 2 ? scoreTwo(values, offset) : scoreMore(values, offset);
  }

  /** The class of the row scored last. */
  public int label() {
    return LinearModel.label(out);
  }

  /** What cut-offs are compared with, of the row scored last. */
  public double score() {
    return LinearModel.score(out);
  }

  /** Squares and product in one reading of the row. */
  private boolean scoreTwo(float[] values, int offset) {
    float touched = Products.touch(values, offset, dimension);
    float[] w = weights;
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    float e = 0;
    float f = 0;
    float g = 0;
    float h = 0;
    float sa = 0;
    float sb = 0;
    float sc = 0;
    float sd = 0;
    float se = 0;
    float sf = 0;
    float sg = 0;
    float sh = 0;
    int i = 0;
    for (; i < dimension - 7; i += 8) {
      int at = offset + i;
      float v0 = values[at];
      float v1 = values[at + 1];
      float v2 = values[at + 2];
      float v3 = values[at + 3];
      float v4 = values[at + 4];
      float v5 = values[at + 5];
      float v6 = values[at + 6];
      float v7 = values[at + 7];
      a += v0 * w[i];
      b += v1 * w[i + 1];
      c += v2 * w[i + 2];
      d += v3 * w[i + 3];
      e += v4 * w[i + 4];
      f += v5 * w[i + 5];
      g += v6 * w[i + 6];
      h += v7 * w[i + 7];
      sa += v0 * v0;
      sb += v1 * v1;
      sc += v2 * v2;
      sd += v3 * v3;
      se += v4 * v4;
      sf += v5 * v5;
      sg += v6 * v6;
      sh += v7 * v7;
    }
    for (; i < dimension; i++) {
      float v = values[offset + i];
      a += v * w[i];
      sa += v * v;
    }
    float squares = Products.total(sa, sb, sc, sd, se, sf, sg, sh);
    if (!LinearModel.quick(squares) || Float.isNaN(touched)) {
      return model.scoreSlowly(values, offset, out);
    }
    double scale = 1 / Math.sqrt(squares);
    Margins.sigmoid(Products.total(a, b, c, d, e, f, g, h) * scale + model.intercepts()[0], out);
    return true;
  }

  private boolean scoreMore(float[] values, int offset) {
    float squares = Products.squares(values, offset, dimension);
    if (!LinearModel.quick(squares)) {
      return model.scoreSlowly(values, offset, out);
    }
    margins(values, offset, squares);
    LinearModel.softmax(out);
    return true;
  }

  private void margins(float[] values, int offset, float squares) {
    java.util.Arrays.fill(out, 0);
    int i = 0;
    for (; i < dimension - 3; i += 4) {
      Products.addFour(values, offset, byEntry, i, out);
    }
    for (; i < dimension; i++) {
      Products.addOne(values[offset + i], byEntry[i], out);
    }
    double scale = 1 / Math.sqrt(squares);
    float[] intercepts = model.intercepts();
    for (int c = 0; c < out.length; c++) {
      out[c] = (float) (out[c] * scale + intercepts[c]);
    }
  }

  private static float[][] byEntry(LinearModel model) {
    float[][] byEntry = new float[model.dimension()][model.classes()];
    for (int c = 0; c < model.classes(); c++) {
      for (int d = 0; d < model.dimension(); d++) {
        byEntry[d][c] = model.weights()[c * model.dimension() + d];
      }
    }
    return byEntry;
  }
}
