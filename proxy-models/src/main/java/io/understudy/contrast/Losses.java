package io.understudy.contrast;

/**
 * The losses that ScaleDoc trains its encoder by (Zhang et al. 2025, arXiv 2509.12610), for any
 * number of classes. Each is a mean over the rows of a batch, weighted by class, and adds its
 * derivatives to what it is given. All vectors are directions.
 */
final class Losses {
  /** Of the similarities that are compared: the smaller, the harder the hardest rows count. */
  private static final double TEMPERATURE = 0.1;

  private Losses() {}

  /**
   * L_qsim, which brings a row near the anchor of its class: the cross-entropy of the similarities
   * to all anchors.
   *
   * @param rows encoded
   * @param labels the anchor of each row
   * @param weights one per anchor
   */
  static double similarity(
      double[][] rows,
      int[] labels,
      double[] weights,
      double[][] anchors,
      double[][] rowSlopes,
      double[][] anchorSlopes) {
    double loss = 0;
    double[] likely = new double[anchors.length];
    for (int i = 0; i < rows.length; i++) {
      double weight = weights[labels[i]] / rows.length;
      for (int k = 0; k < anchors.length; k++) {
        likely[k] = Directions.dot(rows[i], anchors[k]) / TEMPERATURE;
      }
      loss += weight * crossEntropy(likely, labels[i]);
      for (int k = 0; k < anchors.length; k++) {
        double slope = weight * (likely[k] - (k == labels[i] ? 1 : 0)) / TEMPERATURE;
        Directions.add(slope, anchors[k], rowSlopes[i]);
        Directions.add(slope, rows[i], anchorSlopes[k]);
      }
    }
    return loss;
  }

  /**
   * L_polar, which spreads the similarities to the ends of their range: 1 to the own anchor, -1 to
   * the others, by the mean squared distance from there.
   */
  static double polar(
      double[][] rows,
      int[] labels,
      double[] weights,
      double[][] anchors,
      double[][] rowSlopes,
      double[][] anchorSlopes) {
    double loss = 0;
    for (int i = 0; i < rows.length; i++) {
      double weight = weights[labels[i]] / rows.length;
      for (int k = 0; k < anchors.length; k++) {
        // The own anchor counts as much as all the others together.
        double share = k == labels[i] ? 0.5 : 0.5 / (anchors.length - 1);
        double off = Directions.dot(rows[i], anchors[k]) - (k == labels[i] ? 1 : -1);
        loss += weight * share * off * off;
        double slope = 2 * weight * share * off;
        Directions.add(slope, anchors[k], rowSlopes[i]);
        Directions.add(slope, rows[i], anchorSlopes[k]);
      }
    }
    return loss;
  }

  /**
   * L_supcon (Khosla et al. 2020, equation 2), which brings the rows of a class together: for each
   * row, how likely those of its class are among all others. A row that is alone in its class
   * counts nothing.
   */
  static double together(double[][] rows, int[] labels, double[] weights, double[][] rowSlopes) {
    double loss = 0;
    double[] likely = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      int same = -1;
      for (int label : labels) {
        same += label == labels[i] ? 1 : 0;
      }
      if (same == 0) {
        continue;
      }
      double weight = weights[labels[i]] / rows.length;
      for (int j = 0; j < rows.length; j++) {
        likely[j] =
            j == i ? Double.NEGATIVE_INFINITY : Directions.dot(rows[i], rows[j]) / TEMPERATURE;
      }
      double[] similar = likely.clone();
      double all = normalise(likely);
      for (int j = 0; j < rows.length; j++) {
        if (j != i) {
          double share = labels[j] == labels[i] ? 1.0 / same : 0;
          loss += weight * share * (all - similar[j]);
          double slope = weight * (likely[j] - share) / TEMPERATURE;
          Directions.add(slope, rows[j], rowSlopes[i]);
          Directions.add(slope, rows[i], rowSlopes[j]);
        }
      }
    }
    return loss;
  }

  /** Turns logits into probabilities; minus the logarithm of one of them. */
  private static double crossEntropy(double[] logits, int label) {
    double own = logits[label];
    return normalise(logits) - own;
  }

  /** Turns logits into probabilities; the logarithm of the sum of their exponentials. */
  static double normalise(double[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (int k = 0; k < logits.length; k++) {
      logits[k] = Math.exp(logits[k] - largest);
      sum += logits[k];
    }
    for (int k = 0; k < logits.length; k++) {
      logits[k] /= sum;
    }
    return largest + Math.log(sum);
  }
}
