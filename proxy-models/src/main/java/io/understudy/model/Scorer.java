package io.understudy.model;

import java.io.Serializable;

/**
 * A trained model: plain data that is broadcast and then asked once per row, by many threads at a
 * time.
 */
public interface Scorer extends Serializable {

  /** Number of classes, at least 2. */
  int classes();

  /**
   * Computes how certain the model is of every class: numbers in [0, 1] that grow with its
   * certainty, the largest of which is the class it chooses. Cut-offs are compared with them, so
   * they need not be calibrated; for two classes they sum to 1.
   *
   * @param probabilitiesOut where they go, of length {@link #classes()}
   * @return false, with nothing written, when the row cannot be scored
   */
  boolean score(Features row, float[] probabilitiesOut);

  /** An array for the probabilities of one row after another. */
  default float[] newScores() {
    return new float[classes()];
  }
}
