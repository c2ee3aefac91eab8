package io.understudy.projection;

/**
 * The power law by which agreement grows with labels: {@code a - b n^-c} (Hestness et al. 2017;
 * Figueroa et al. 2012). It is written by the error at a size and the part of it that stays, which
 * labels tell more directly than a, b and c.
 *
 * @param size labels n0 at which the error is known best, at least 1
 * @param error share of rows that disagree at that size, in [0, 1]
 * @param stays part of the error that no number of labels removes, in [0, 1]
 * @param exponent c, above 0
 */
public record LearningCurve(double size, double error, double stays, double exponent) {

  /** The limit a that agreement tends to, at most 1. */
  public double limit() {
    return 1 - error * stays;
  }

  /** b. */
  public double scale() {
    return error * (1 - stays) * Math.pow(size, exponent);
  }

  /** Share of rows that agree after learning from that many labels, at least 0. */
  public double agreement(double labels) {
    return Math.max(0, limit() - excess(labels));
  }

  /** Agreement that is still to be learnt at that many labels: {@code b n^-c}. */
  double excess(double labels) {
    return error * (1 - stays) * Math.pow(labels / size, -exponent);
  }
}
