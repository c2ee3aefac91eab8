package io.understudy.contrast;

/** Vectors scaled to length 1, and what that does to derivatives. */
final class Directions {
  private static final double SHORTEST = 1e-12;

  private Directions() {}

  /** The direction of a vector; the zero vector has none and stays. */
  static double[] of(double[] vector) {
    double length = length(vector);
    double[] direction = new double[vector.length];
    for (int i = 0; i < vector.length; i++) {
      direction[i] = vector[i] / length;
    }
    return direction;
  }

  /**
   * Derivatives by a vector from those by its direction: what points along it makes no difference.
   *
   * @param slopes derivatives by the direction
   */
  static double[] slopes(double[] vector, double[] direction, double[] slopes) {
    double along = dot(direction, slopes);
    double length = length(vector);
    double[] by = new double[vector.length];
    for (int i = 0; i < vector.length; i++) {
      by[i] = (slopes[i] - along * direction[i]) / length;
    }
    return by;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  static void add(double factor, double[] what, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * what[i];
    }
  }

  private static double length(double[] vector) {
    return Math.max(SHORTEST, Math.sqrt(dot(vector, vector)));
  }
}
