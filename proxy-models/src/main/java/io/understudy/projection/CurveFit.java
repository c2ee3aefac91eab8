package io.understudy.projection;

import java.util.Arrays;
import java.util.Random;

/**
 * Which learning curves the scores of a pilot allow, and how likely each is.
 *
 * <p>The mean scores are taken as normal around the curve. Their covariance is that of the rows,
 * which are the same at every size (binomial variances at the curve's own error, as in Wilson's
 * interval, because few errors say little of their variance; correlations as seen), plus the
 * variance between training sets, proportional to what is still to be learnt. The likelihood is
 * worked out on a grid of equal steps over the error at the largest size, the part of it that
 * stays, and the exponent. A cell is drawn with the probability that is proportional to the
 * likelihood in its middle, and a curve uniformly from the cell: that is the posterior where each
 * of the three is uniform on its grid beforehand. Intervals made of such draws are credible
 * intervals; that they cover as stated is tested by simulation, not derived.
 */
public final class CurveFit {
  /**
   * Exponents of learning curves lie between these (Hestness et al. 2017: 0.07 to 0.35 for deep
   * nets; 1 for a parametric model that is right).
   */
  private static final double LEAST_EXPONENT = 0.1;

  private static final double LARGEST_EXPONENT = 1.5;

  /** Deviation between training sets where everything is still to be learnt; measured. */
  private static final double LUCK = 0.05;

  /** Models of a size over which luck averages out: the folds, which share most of their rows. */
  private static final int MODELS = 3;

  private static final int STEPS = 28;

  /** Normal quantile of 0.95, for two sides of 0.9. */
  private static final double QUANTILE = 1.645;

  /**
   * Half of chi-squared's quantile of one degree of freedom at 0.95: a wider region than 0.9 asks
   * for, because at few hundred rows Wilks's limit is too narrow far beyond what was seen.
   */
  private static final double WITHIN = 1.92;

  private static final int DRAWN = 500;

  /** Deviations around what was seen that the grid spans. */
  private static final double REACH = 4;

  /** Sizes whose answers are alike in every row would leave no variance between them. */
  private static final double LARGEST_CORRELATION = 0.98;

  private final Pilot pilot;
  private final double[] means;
  private final double[][] correlations;
  private final double[] cumulative = new double[STEPS * STEPS * STEPS];
  private final double[] logs = new double[STEPS * STEPS * STEPS];
  private double highest;
  private final double lowestError;
  private final double stepOfError;
  private final LearningCurve best;

  public CurveFit(Pilot pilot) {
    this.pilot = pilot;
    int sizes = pilot.sizes().length;
    this.means = new double[sizes];
    this.correlations = new double[sizes][sizes];
    for (int i = 0; i < sizes; i++) {
      means[i] = pilot.agreement(i);
      for (int j = 0; j < sizes; j++) {
        correlations[i][j] = i == j ? 1 : Math.min(LARGEST_CORRELATION, pilot.correlation(i, j));
      }
    }
    // Wilson's interval (1927).
    double n = pilot.right().length;
    double seen = 1 - means[sizes - 1];
    double part = REACH * REACH / n;
    double middle = (seen + part / 2) / (1 + part);
    double reach = Math.sqrt(part * (seen * (1 - seen) + part / 4)) / (1 + part);
    this.lowestError = Math.max(0, middle - reach);
    this.stepOfError = (Math.min(1, middle + reach) - lowestError) / STEPS;
    this.best = weigh();
  }

  /** The curve of the largest likelihood on the grid. */
  public LearningCurve best() {
    return best;
  }

  /** A curve drawn by its likelihood. */
  public LearningCurve draw(Random random) {
    double total = cumulative[cumulative.length - 1];
    int found = Arrays.binarySearch(cumulative, random.nextDouble() * total);
    int cell = Math.min(cumulative.length - 1, found < 0 ? -found - 1 : found);
    return curve(cell, random.nextDouble(), random.nextDouble(), random.nextDouble());
  }

  /**
   * Agreement of one model that learns from so many labels. The interval is that of the profile
   * likelihood (all values that some curve of nearly the largest likelihood takes, Wilks 1938), to
   * which the luck of the draw comes; the middle is the median of drawn curves.
   */
  Range agreement(double labels, Random random) {
    double low = 1;
    double high = 0;
    for (int cell = 0; cell < logs.length; cell++) {
      if (highest - logs[cell] <= WITHIN) {
        double value = curve(cell, 0.5, 0.5, 0.5).agreement(labels);
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    double[] drawn = new double[DRAWN];
    for (int i = 0; i < DRAWN; i++) {
      drawn[i] = draw(random).agreement(labels);
    }
    double middle = Math.max(low, Math.min(high, Range.of(drawn).middle()));
    double luck = QUANTILE * luck(best, labels);
    return new Range(
        Math.max(0, middle - Math.hypot(middle - low, luck)),
        middle,
        Math.min(1, middle + Math.hypot(high - middle, luck)));
  }

  /** Agreement of one model that learns from so many labels: the curve and the luck of the draw. */
  static double agreementOfOneModel(LearningCurve curve, double labels, Random random) {
    double luck = luck(curve, labels) * random.nextGaussian();
    return Math.max(0, Math.min(1, curve.agreement(labels) + luck));
  }

  private static double luck(LearningCurve curve, double labels) {
    return LUCK * Math.sqrt(curve.excess(labels));
  }

  private LearningCurve curve(int cell, double inError, double inStays, double inExponent) {
    double error = lowestError + (cell / (STEPS * STEPS) + inError) * stepOfError;
    double stays = (cell / STEPS % STEPS + inStays) / STEPS;
    double exponent =
        LEAST_EXPONENT + (cell % STEPS + inExponent) / STEPS * (LARGEST_EXPONENT - LEAST_EXPONENT);
    return new LearningCurve(pilot.largest(), error, stays, exponent);
  }

  private LearningCurve weigh() {
    int likeliest = 0;
    for (int cell = 0; cell < logs.length; cell++) {
      logs[cell] = logLikelihood(curve(cell, 0.5, 0.5, 0.5));
      likeliest = logs[cell] > logs[likeliest] ? cell : likeliest;
    }
    highest = logs[likeliest];
    double sum = 0;
    for (int cell = 0; cell < logs.length; cell++) {
      sum += Math.exp(logs[cell] - highest);
      cumulative[cell] = sum;
    }
    return curve(likeliest, 0.5, 0.5, 0.5);
  }

  private double logLikelihood(LearningCurve curve) {
    int n = means.length;
    double[] deviations = new double[n];
    double[][] covariance = new double[n][n];
    double[] residual = new double[n];
    for (int i = 0; i < n; i++) {
      double labels = pilot.sizes()[i];
      double agreement = curve.agreement(labels);
      deviations[i] = Math.sqrt(agreement * (1 - agreement) / pilot.right().length);
      for (int j = 0; j <= i; j++) {
        covariance[i][j] = correlations[i][j] * deviations[i] * deviations[j];
      }
      double luck = luck(curve, labels);
      covariance[i][i] += luck * luck / MODELS;
      residual[i] = means[i] - agreement;
    }
    return logNormal(covariance, residual);
  }

  /** Log of the normal density up to a constant, by Cholesky's decomposition in place. */
  private static double logNormal(double[][] covariance, double[] residual) {
    int n = residual.length;
    double value = 0;
    for (int i = 0; i < n; i++) {
      double rest = residual[i];
      for (int j = 0; j < i; j++) {
        double sum = covariance[i][j];
        for (int k = 0; k < j; k++) {
          sum -= covariance[i][k] * covariance[j][k];
        }
        covariance[i][j] = sum / covariance[j][j];
        rest -= covariance[i][j] * residual[j];
      }
      double left = covariance[i][i];
      for (int k = 0; k < i; k++) {
        left -= covariance[i][k] * covariance[i][k];
      }
      covariance[i][i] = Math.sqrt(Math.max(left, 1e-12));
      residual[i] = rest / covariance[i][i];
      value -= 0.5 * residual[i] * residual[i] + Math.log(covariance[i][i]);
    }
    return value;
  }
}
