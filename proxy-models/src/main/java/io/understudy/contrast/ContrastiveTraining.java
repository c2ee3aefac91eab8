package io.understudy.contrast;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Trains the encoder in two phases: first rows find the anchor of their class (L_qsim), then those
 * of a class come together while similarities spread (0.2 L_supcon + 0.8 L_polar). L_supcon looks
 * at the encoding through a linear layer of its own, the projector, which is dropped afterwards.
 */
final class ContrastiveTraining {
  private static final int[] HIDDEN = {128, 64, 32};
  private static final int PROJECTED = 32;
  private static final int BATCH = 128;
  private static final int FIRST_EPOCHS = 20;
  private static final int SECOND_EPOCHS = 20;
  private static final double TOGETHER = 0.2;
  private static final double POLAR = 0.8;
  private static final double RATE = 1e-3;
  private static final double DECAY = 1e-2;

  private final Perceptron encoder;
  private final Perceptron projector;
  private final double[][] rows;
  private final int[] labels;
  private final double[][] anchors;
  private final double[] weights;
  private final SplittableRandom random;
  private final double[] parameters;
  private final double[] projection;

  /**
   * @param rows directions
   * @param labels the anchor of each row
   * @param anchors directions to start from, one per class that occurs
   * @param weights one per anchor
   */
  ContrastiveTraining(
      double[][] rows, int[] labels, double[][] anchors, double[] weights, long seed) {
    this.rows = rows;
    this.labels = labels;
    this.anchors = anchors;
    this.weights = weights;
    this.random = new SplittableRandom(seed);
    int[] widths = new int[HIDDEN.length + 1];
    widths[0] = anchors[0].length;
    System.arraycopy(HIDDEN, 0, widths, 1, HIDDEN.length);
    this.encoder = new Perceptron(widths);
    this.projector = new Perceptron(new int[] {encoder.outputs(), PROJECTED});
    this.parameters = encoder.start(random);
    this.projection = projector.start(random);
  }

  /** Goes through both phases. */
  ContrastiveTraining run() {
    Adam steps = new Adam(parameters.length, RATE, DECAY);
    for (int epoch = 0; epoch < FIRST_EPOCHS; epoch++) {
      for (int[] batch : batches()) {
        double[] gradient = new double[parameters.length];
        double ignored = similarity(batch, gradient);
        steps.step(parameters, gradient);
      }
    }
    Adam projectorSteps = new Adam(projection.length, RATE, DECAY);
    for (int epoch = 0; epoch < SECOND_EPOCHS; epoch++) {
      for (int[] batch : batches()) {
        double[] gradient = new double[parameters.length];
        double[] projectorGradient = new double[projection.length];
        double ignored = spread(batch, gradient, projectorGradient);
        steps.step(parameters, gradient);
        projectorSteps.step(projection, projectorGradient);
      }
    }
    return this;
  }

  Perceptron encoder() {
    return encoder;
  }

  double[] parameters() {
    return parameters;
  }

  double[] projection() {
    return projection;
  }

  /** The anchors as they are encoded now. */
  double[][] encodedAnchors() {
    return new Encoded(anchors).directions;
  }

  /** The first phase's loss of a batch; its gradient is added. */
  double similarity(int[] batch, double[] gradientOut) {
    Encoded at = new Encoded(anchors);
    Encoded seen = new Encoded(pick(batch));
    double loss =
        Losses.similarity(
            seen.directions, labels(batch), weights, at.directions, seen.slopes, at.slopes);
    seen.backward(gradientOut);
    at.backward(gradientOut);
    return loss;
  }

  /** The second phase's loss of a batch; its gradients are added. */
  double spread(int[] batch, double[] gradientOut, double[] projectorGradientOut) {
    Encoded at = new Encoded(anchors);
    Encoded seen = new Encoded(pick(batch));
    int[] own = labels(batch);
    double loss =
        POLAR * Losses.polar(seen.directions, own, weights, at.directions, seen.slopes, at.slopes);
    scale(seen.slopes, POLAR);
    scale(at.slopes, POLAR);
    loss += TOGETHER * together(seen, own, projectorGradientOut);
    seen.backward(gradientOut);
    at.backward(gradientOut);
    return loss;
  }

  private double together(Encoded seen, int[] own, double[] projectorGradientOut) {
    int size = own.length;
    double[][][] activations = new double[size][][];
    double[][] projected = new double[size][];
    for (int i = 0; i < size; i++) {
      activations[i] = projector.newActivations();
      System.arraycopy(seen.directions[i], 0, activations[i][0], 0, seen.directions[i].length);
      projector.forward(projection, activations[i]);
      projected[i] = Directions.of(activations[i][1]);
    }
    double[][] slopes = new double[size][PROJECTED];
    double loss = Losses.together(projected, own, weights, slopes);
    for (int i = 0; i < size; i++) {
      scale(slopes[i], TOGETHER);
      double[] outward = Directions.slopes(activations[i][1], projected[i], slopes[i]);
      projector.backward(projection, activations[i], outward, projectorGradientOut);
      for (int d = 0; d < seen.slopes[i].length; d++) {
        for (int j = 0; j < PROJECTED; j++) {
          seen.slopes[i][d] += projection[d * PROJECTED + j] * outward[j];
        }
      }
    }
    return loss;
  }

  /** Vectors on their way through the encoder, and the derivatives on their way back. */
  private final class Encoded {
    private final double[][][] activations;
    private final double[][] directions;
    private final double[][] slopes;

    Encoded(double[][] vectors) {
      activations = new double[vectors.length][][];
      directions = new double[vectors.length][];
      slopes = new double[vectors.length][encoder.outputs()];
      for (int i = 0; i < vectors.length; i++) {
        activations[i] = encoder.newActivations();
        System.arraycopy(vectors[i], 0, activations[i][0], 0, vectors[i].length);
        encoder.forward(parameters, activations[i]);
        directions[i] = Directions.of(last(i));
      }
    }

    void backward(double[] gradientOut) {
      for (int i = 0; i < directions.length; i++) {
        double[] outward = Directions.slopes(last(i), directions[i], slopes[i]);
        encoder.backward(parameters, activations[i], outward, gradientOut);
      }
    }

    private double[] last(int i) {
      return activations[i][activations[i].length - 1];
    }
  }

  private int[][] batches() {
    int[] order = new int[rows.length];
    Arrays.setAll(order, i -> i);
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
    int[][] batches = new int[(order.length + BATCH - 1) / BATCH][];
    for (int b = 0; b < batches.length; b++) {
      batches[b] = Arrays.copyOfRange(order, b * BATCH, Math.min(order.length, (b + 1) * BATCH));
    }
    return batches;
  }

  private double[][] pick(int[] batch) {
    return Arrays.stream(batch).mapToObj(i -> rows[i]).toArray(double[][]::new);
  }

  private int[] labels(int[] batch) {
    return Arrays.stream(batch).map(i -> labels[i]).toArray();
  }

  private static void scale(double[][] slopes, double factor) {
    for (double[] one : slopes) {
      scale(one, factor);
    }
  }

  private static void scale(double[] slopes, double factor) {
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] *= factor;
    }
  }
}
