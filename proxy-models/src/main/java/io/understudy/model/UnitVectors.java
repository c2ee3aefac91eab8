package io.understudy.model;

/** Vectors of Euclidean length 1, which models learn from. */
public final class UnitVectors {
  private UnitVectors() {}

  /** A scorable vector divided by its norm. */
  public static double[] doubles(float[] vector) {
    double norm = Math.sqrt(LinearModel.squares(vector));
    double[] unit = new double[vector.length];
    for (int i = 0; i < vector.length; i++) {
      unit[i] = vector[i] / norm;
    }
    return unit;
  }

  /** The same in floats. */
  public static float[] floats(float[] vector) {
    double norm = Math.sqrt(LinearModel.squares(vector));
    float[] unit = new float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      unit[i] = (float) (vector[i] / norm);
    }
    return unit;
  }
}
