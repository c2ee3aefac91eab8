package io.understudy.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Fits a linear model to embeddings, words or both, with balanced class weights, L2 on the weights
 * and not on the intercepts. Where the loss gives no probabilities, they are made of the margins of
 * rows held out ({@link Platt}).
 */
public final class LinearFit {
  private static final double TOLERANCE = 1e-4;
  private static final int FOLDS = 3;

  private LinearFit() {}

  /**
   * @param rows all with embeddings of one length, or all without
   * @param labels one class per row, at least two different ones
   * @param classes number of classes of the question; those without a label never win
   * @param c the inverse strength of the penalty, as scikit-learn's C
   */
  public static Scorer fit(List<Features> rows, int[] labels, int classes, double c, RowLoss loss) {
    int[] present = Arrays.stream(labels).distinct().sorted().toArray();
    if (present.length < 2) {
      throw new IllegalArgumentException(
          "two different labels are needed, but all are " + Arrays.toString(present));
    }
    FitRows fitted = FitRows.of(rows);
    int[] renumbered =
        Arrays.stream(labels).map(label -> Arrays.binarySearch(present, label)).toArray();
    double[] found = minimum(fitted, renumbered, present.length, c, loss);
    int width = present.length == 2 ? 1 : present.length;
    Platt platt =
        loss == RowLoss.LOGISTIC
            ? new Platt(1, 0)
            : calibrated(fitted, renumbered, present.length, c, loss);
    for (int i = 0; i < found.length; i++) {
      found[i] *= platt.slope();
    }
    if (width == 1) {
      found[found.length - 1] += platt.shift();
    }
    FittedWeights weights = FittedWeights.of(found, present, classes, fitted.features());
    return fitted.terms().length > 0
        ? new WordsModel(
            fitted.dimension(), classes, fitted.terms(), weights.byEntry(), weights.intercepts())
        : weights.linear(classes);
  }

  private static double[] minimum(FitRows rows, int[] labels, int classes, double c, RowLoss loss) {
    double[] balanced = ClassWeights.balanced(labels, classes);
    double[] weights = Arrays.stream(labels).mapToDouble(label -> balanced[label]).toArray();
    LinearLoss objective =
        new LinearLoss(rows, labels, weights, classes, 1 / (c * labels.length), loss);
    return Minimiser.minimise(objective, new double[objective.parameters()], TOLERANCE);
  }

  private static Platt calibrated(FitRows rows, int[] labels, int classes, double c, RowLoss loss) {
    double[][] margins = new double[labels.length][classes == 2 ? 1 : classes];
    for (int fold = 0; fold < FOLDS; fold++) {
      int held = fold;
      int[] others = IntStream.range(0, labels.length).filter(i -> i % FOLDS != held).toArray();
      int[] seen = IntStream.of(others).map(i -> labels[i]).toArray();
      double[] found = minimum(rows.only(others), seen, classes, c, loss);
      for (int i = held; i < labels.length; i += FOLDS) {
        rows.margins(i, found, margins[i]);
      }
    }
    double[] balanced = ClassWeights.balanced(labels, classes);
    return Platt.fit(
        margins, labels, Arrays.stream(labels).mapToDouble(label -> balanced[label]).toArray());
  }
}
