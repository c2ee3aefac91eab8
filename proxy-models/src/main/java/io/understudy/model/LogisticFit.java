package io.understudy.model;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fits a logistic regression on the driver, in milliseconds where a distributed fit needs a job per
 * iteration: for the many fits that tell which labels to buy. Balanced class weights, L2 on the
 * weights and not on the intercepts; {@code c} is scikit-learn's C.
 */
public final class LogisticFit {
  /** An intercept so low that a class without a label never wins; finite, so that sums stay so. */
  public static final float NEVER = -1e30f;

  /**
   * Largest entry of the gradient of the mean loss at which a fit of two classes is good enough to
   * rank by; probabilities then differ from the optimum's in the third decimal. Of more classes
   * each has a share of the rows only, and its entries shrink with that, so they have to come
   * nearer to 0: by the root of the share, because by the share itself takes longer and buys no
   * better labels.
   */
  private static final double TOLERANCE = 1e-4;

  private LogisticFit() {}

  /**
   * The inverse strength of the penalty. Weaker than scikit-learn's C = 1, because uncertain rows
   * are labelled first, and telling them apart needs steeper weights; many classes share fewer
   * labels each. Measured in docs/design/007-which-labels-to-buy.md.
   */
  public static double defaultC(int classes) {
    return classes == 2 ? 3 : 10;
  }

  /**
   * @param vectors one embedding per row, all of one length and scorable, of any norm
   * @param labels one class per row, at least two different ones
   * @param classes number of classes of the question; those without a label never win
   */
  public static LinearModel fit(List<float[]> vectors, int[] labels, int classes, double c) {
    return fit(vectors, labels, classes, c, null);
  }

  /**
   * The same, begun elsewhere than at 0.
   *
   * @param near a model of the same classes and dimension, fitted to most of the rows
   */
  public static LinearModel fit(
      List<float[]> vectors, int[] labels, int classes, double c, @Nullable LinearModel near) {
    int[] present = Arrays.stream(labels).distinct().sorted().toArray();
    if (present.length < 2) {
      throw new IllegalArgumentException(
          "two different labels are needed, but all are " + Arrays.toString(present));
    }
    double[] balanced = ClassWeights.balanced(labels, classes);
    float[][] rows = vectors.stream().map(UnitVectors::floats).toArray(float[][]::new);
    int[] renumbered =
        Arrays.stream(labels).map(label -> Arrays.binarySearch(present, label)).toArray();
    double[] weights = Arrays.stream(labels).mapToDouble(label -> balanced[label]).toArray();
    LogisticLoss loss =
        new LogisticLoss(rows, renumbered, weights, present.length, 1 / (c * labels.length));
    double[] start =
        near == null ? new double[loss.parameters()] : FittedWeights.parameters(near, present);
    double[] found = Minimiser.minimise(loss, start, TOLERANCE / Math.sqrt(present.length / 2.0));
    return FittedWeights.of(found, present, classes, rows[0].length).linear(classes);
  }
}
