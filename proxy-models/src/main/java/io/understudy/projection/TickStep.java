package io.understudy.projection;

/** The distance of an axis's marks. */
public final class TickStep {
  private static final double LEAST = 1e-6;

  private TickStep() {}

  /** One, two or five times a power of ten, at least the given distance. */
  public static double atLeast(double distance) {
    double least = Math.max(distance, LEAST);
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= least - 1e-12) {
        return factor * power;
      }
    }
    return 10 * power;
  }
}
