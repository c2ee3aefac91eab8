package io.understudy.contrast;

/** Adam (Kingma and Ba 2015, algorithm 1) with decoupled weight decay (Loshchilov and Hutter). */
final class Adam {
  private static final double MEAN = 0.9;
  private static final double SQUARE = 0.999;
  private static final double TINY = 1e-8;

  private final double rate;
  private final double decay;
  private final double[] mean;
  private final double[] square;
  private int steps;

  /**
   * @param rate length of a step
   * @param decay share of a parameter that a step of length 1 would take away
   */
  Adam(int parameters, double rate, double decay) {
    this.rate = rate;
    this.decay = decay;
    this.mean = new double[parameters];
    this.square = new double[parameters];
  }

  /** Takes one step down a gradient. */
  void step(double[] parameters, double[] gradient) {
    steps++;
    double meanScale = 1 / (1 - Math.pow(MEAN, steps));
    double squareScale = 1 / (1 - Math.pow(SQUARE, steps));
    for (int i = 0; i < parameters.length; i++) {
      mean[i] = MEAN * mean[i] + (1 - MEAN) * gradient[i];
      square[i] = SQUARE * square[i] + (1 - SQUARE) * gradient[i] * gradient[i];
      double step = mean[i] * meanScale / (Math.sqrt(square[i] * squareScale) + TINY);
      parameters[i] -= rate * (step + decay * parameters[i]);
    }
  }
}
