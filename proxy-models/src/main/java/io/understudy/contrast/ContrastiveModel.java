package io.understudy.contrast;

import io.understudy.model.ClassWeights;
import io.understudy.model.Features;
import io.understudy.model.LinearModel;
import io.understudy.model.Margins;
import io.understudy.model.Scorer;
import io.understudy.model.UnitVectors;
import java.util.Arrays;
import java.util.List;

/**
 * An encoder with the anchors of the classes that it knows. A class is as certain as the row's
 * encoding is near its anchor, compared with the others.
 *
 * @param classes number of classes of the question; those without an anchor get 0
 * @param encoder the perceptron
 * @param parameters the perceptron's
 * @param known the class of each anchor, ascending
 * @param anchors encoded, of length 1
 */
@SuppressWarnings("ArrayRecordComponent")
public record ContrastiveModel(
    int classes, Perceptron encoder, double[] parameters, int[] known, double[][] anchors)
    implements Scorer {
  /** Wider than in training, so that floats can tell certain rows from the most certain ones. */
  private static final double TEMPERATURE = 0.25;

  /**
   * Trains an encoder. The anchors start as the mean embeddings of the classes: ScaleDoc starts
   * from the embedding of the instruction, which nobody can make for vectors that came with the
   * rows.
   *
   * @param vectors one embedding per row, of one length and scorable
   * @param labels one class per row, at least two different ones
   * @param seed of the parameters and of the order of the rows
   */
  public static ContrastiveModel fit(List<float[]> vectors, int[] labels, int classes, long seed) {
    int[] known = Arrays.stream(labels).distinct().sorted().toArray();
    double[][] rows = vectors.stream().map(UnitVectors::doubles).toArray(double[][]::new);
    int[] own = Arrays.stream(labels).map(label -> Arrays.binarySearch(known, label)).toArray();
    double[][] means = new double[known.length][rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      Directions.add(1, rows[i], means[own[i]]);
    }
    double[][] anchors = Arrays.stream(means).map(Directions::of).toArray(double[][]::new);
    ContrastiveTraining trained =
        new ContrastiveTraining(rows, own, anchors, ClassWeights.balanced(own, known.length), seed)
            .run();
    return new ContrastiveModel(
        classes, trained.encoder(), trained.parameters(), known, trained.encodedAnchors());
  }

  @Override
  public boolean score(Features row, float[] probabilitiesOut) {
    float[] vector = row.vector();
    if (vector.length != encoder.widths()[0] || !LinearModel.scorable(vector)) {
      return false;
    }
    double[][] activations = encoder.newActivations();
    activations[0] = UnitVectors.doubles(vector);
    encoder.forward(parameters, activations);
    double[] encoded = Directions.of(activations[activations.length - 1]);
    double[] near = new double[anchors.length];
    for (int k = 0; k < near.length; k++) {
      near[k] = Directions.dot(encoded, anchors[k]) / TEMPERATURE;
    }
    double ignored = Losses.normalise(near);
    Arrays.fill(probabilitiesOut, 0);
    for (int k = 0; k < near.length; k++) {
      probabilitiesOut[known[k]] = (float) near[k];
    }
    if (classes == 2) {
      Margins.pair(probabilitiesOut[1], probabilitiesOut);
    }
    return true;
  }
}
