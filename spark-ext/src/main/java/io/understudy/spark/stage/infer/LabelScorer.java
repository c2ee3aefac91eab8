package io.understudy.spark.stage.infer;

import io.understudy.judge.Decision;
import io.understudy.model.Features;
import io.understudy.model.LinearKernel;
import io.understudy.model.LinearModel;
import io.understudy.model.Scorer;
import org.jspecify.annotations.Nullable;

/** The understudy's answer to what it sees of a row, or who answers for it. Used by one task. */
final class LabelScorer {
  /** The LLM answers. */
  static final int ASK = -1;

  /** The LLM answers, for want of a usable vector. */
  static final int UNSCORED = -2;

  private final Decision decision;
  private final @Nullable Scorer model;
  private final @Nullable LinearKernel kernel;
  private final float[] probabilities;
  private final boolean labelsSuffice;
  private float probability = Float.NaN;

  /**
   * @param decision who answers which rows
   * @param model the understudy; null if it does not play
   * @param scored whether {@link #probability} is wanted
   */
  LabelScorer(Decision decision, @Nullable Scorer model, boolean scored) {
    this.decision = decision;
    this.model = model;
    this.kernel = model instanceof LinearModel linear ? new LinearKernel(linear) : null;
    this.probabilities = model == null ? new float[0] : model.newScores();
    this.labelsSuffice = !scored && decision instanceof Decision.UseProxy;
  }

  /** Whether a vector is scored wherever it lies, by {@link #label(float[], int, int)}. */
  boolean inPlace() {
    return kernel != null;
  }

  /** A class, or {@link #ASK}, or {@link #UNSCORED}. */
  int label(Features row) {
    if (model == null || !model.score(row, probabilities)) {
      return UNSCORED;
    }
    return served(LinearModel.score(probabilities), LinearModel.label(probabilities));
  }

  /** The same for a linear model of the vector alone. */
  int label(float[] values, int offset, int length) {
    LinearKernel scorer = kernel;
    if (scorer == null) {
      return UNSCORED;
    }
    if (labelsSuffice) {
      int label = scorer.label(values, offset, length);
      return label == LinearKernel.UNSCORED ? UNSCORED : label;
    }
    if (!scorer.score(values, offset, length)) {
      return UNSCORED;
    }
    return served(scorer.score(), scorer.label());
  }

  private int served(double score, int label) {
    // Of two classes the score is that of class 1.
    probability = (float) (probabilities.length == 2 && label == 0 ? 1 - score : score);
    return decision.serves(score) ? label : ASK;
  }

  /** The probability of the last label, if it is wanted; else NaN. */
  float probability() {
    return probability;
  }
}
