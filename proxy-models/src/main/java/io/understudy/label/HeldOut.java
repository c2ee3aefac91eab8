package io.understudy.label;

import io.understudy.judge.JudgedRow;
import io.understudy.model.Features;
import io.understudy.model.LinearModel;
import io.understudy.model.Scorer;

/** What a model says about a labelled row that it has not learnt from, for a forecast. */
public final class HeldOut {
  private HeldOut() {}

  /**
   * @param label what the LLM said about the row
   * @param probabilities is overwritten, see {@link Scorer#newScores()}
   */
  public static JudgedRow judged(Scorer model, Features row, int label, float[] probabilities) {
    return model.score(row, probabilities)
        ? JudgedRow.single(
            label, LinearModel.label(probabilities), LinearModel.score(probabilities))
        : JudgedRow.unscored(label, model.classes());
  }
}
