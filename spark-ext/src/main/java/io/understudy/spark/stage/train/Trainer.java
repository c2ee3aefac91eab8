package io.understudy.spark.stage.train;

import io.understudy.model.ClassWeights;
import io.understudy.model.LinearModel;
import io.understudy.model.LogisticFit;
import io.understudy.model.LogisticOptimum;
import io.understudy.model.UnitVectors;
import io.understudy.spark.config.TrainerKind;
import io.understudy.spark.config.UnderstudyConf;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.sql.SparkSession;

/**
 * Trains the understudy: MLlib's multinomial (for two classes binomial) logistic regression with L2
 * and balanced class weights, on L2-normalised embeddings, without tuning.
 *
 * <p>Its optimum is found on the driver, without the job that MLlib's own fit has for every step;
 * that fit is there for who prefers it ({@link TrainerKind}).
 *
 * <p>The strength of the penalty is that of {@link LogisticFit} in MLlib's scale: MLlib averages
 * the loss over the rows, so {@code regParam = 1 / (C n)}.
 */
public final class Trainer {
  private final SparkSession session;
  private final TrainerKind kind;

  /** Trains in the way that the session's settings name. */
  public Trainer(SparkSession session) {
    this(
        session,
        UnderstudyConf.of(
                ((org.apache.spark.sql.classic.SparkSession) session).sessionState().conf())
            .trainer());
  }

  public Trainer(SparkSession session, TrainerKind kind) {
    this.session = session;
    this.kind = kind;
  }

  /**
   * The model in play, in both its forms.
   *
   * @param fitted MLlib's model; its classes are those that occur among the labels, renumbered
   * @param arrays the same model as plain arrays over all classes, to be broadcast
   */
  public record Trained(LogisticRegressionModel fitted, LinearModel arrays) {}

  /**
   * @param vectors one embedding per row, all of one length, not yet normalised
   * @param labels one class per row, at least two different ones
   * @param classes number of classes of the question; those without a label never win
   */
  public Trained train(List<float[]> vectors, int[] labels, int classes) {
    int[] present = Arrays.stream(labels).distinct().sorted().toArray();
    double[] balanced = ClassWeights.balanced(labels, classes);
    double[] weights = Arrays.stream(labels).mapToDouble(label -> balanced[label]).toArray();
    int[] renumbered =
        Arrays.stream(labels).map(label -> Arrays.binarySearch(present, label)).toArray();
    double penalty = 1.0 / (LogisticFit.defaultC(classes) * labels.length);
    LogisticRegressionModel fitted =
        switch (kind) {
          case LOCAL -> local(vectors, renumbered, weights, present.length, penalty);
          case MLLIB -> byMllib(vectors, renumbered, weights, present.length, penalty);
        };
    return new Trained(fitted, arrays(fitted, present, classes));
  }

  /** MLlib's loss minimised here, as a model of MLlib's. */
  private static LogisticRegressionModel local(
      List<float[]> vectors, int[] labels, double[] weights, int classes, double penalty) {
    float[][] rows = vectors.stream().map(UnitVectors::floats).toArray(float[][]::new);
    LogisticOptimum optimum = LogisticOptimum.find(rows, labels, weights, classes, penalty);
    int height = optimum.intercepts().length;
    return new LogisticRegressionModel(
        Identifiable.randomUID("logreg"),
        new DenseMatrix(height, rows[0].length, optimum.coefficients(), /* isTransposed= */ true),
        Vectors.dense(optimum.intercepts()),
        classes,
        /* isMultinomial= */ height > 1);
  }

  private LogisticRegressionModel byMllib(
      List<float[]> vectors, int[] labels, double[] weights, int classes, double penalty) {
    return new LogisticRegression()
        .setWeightCol("weight")
        .setStandardization(false)
        .setRegParam(penalty)
        .setFamily(classes == 2 ? "binomial" : "multinomial")
        .setMaxIter(100)
        .fit(MllibRows.of(session, vectors, labels, weights));
  }

  private static LinearModel arrays(LogisticRegressionModel fitted, int[] present, int classes) {
    Matrix matrix = fitted.coefficientMatrix();
    int dimension = matrix.numCols();
    if (classes == 2) {
      float[] weights = new float[dimension];
      for (int d = 0; d < dimension; d++) {
        weights[d] = (float) matrix.apply(0, d);
      }
      return new LinearModel(
          dimension, 2, weights, new float[] {(float) fitted.interceptVector().apply(0)});
    }
    float[] weights = new float[classes * dimension];
    float[] intercepts = new float[classes];
    Arrays.fill(intercepts, LogisticFit.NEVER);
    // A binomial fit has one row, the margin of the second class over the first, which then is 0.
    boolean binomial = present.length == 2;
    for (int p = 0; p < present.length; p++) {
      int row = binomial ? 0 : p;
      double sign = binomial && p == 0 ? 0 : 1;
      for (int d = 0; d < dimension; d++) {
        weights[present[p] * dimension + d] = (float) (sign * matrix.apply(row, d));
      }
      intercepts[present[p]] = (float) (sign * fitted.interceptVector().apply(row));
    }
    return new LinearModel(dimension, classes, weights, intercepts);
  }
}
