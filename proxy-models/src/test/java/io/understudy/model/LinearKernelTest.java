package io.understudy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LinearKernelTest {
  private static LinearModel model(int dimension, int classes, Random random) {
    int rows = classes == 2 ? 1 : classes;
    return new LinearModel(
        dimension, classes, floats(rows * dimension, 3, random), floats(rows, 1, random));
  }

  private static float[] floats(int n, double scale, Random random) {
    float[] floats = new float[n];
    for (int i = 0; i < n; i++) {
      floats[i] = (float) (scale * random.nextGaussian());
    }
    return floats;
  }

  /** The definition, in doubles from end to end. */
  private static double[] reference(LinearModel model, float[] vector) {
    double squares = 0;
    for (float x : vector) {
      squares += (double) x * x;
    }
    int rows = model.intercepts().length;
    double[] margins = new double[model.classes()];
    for (int r = 0; r < rows; r++) {
      double product = 0;
      for (int d = 0; d < vector.length; d++) {
        product += (double) model.weights()[r * vector.length + d] * vector[d];
      }
      margins[model.classes() == 2 ? 1 : r] = product / Math.sqrt(squares) + model.intercepts()[r];
    }
    double sum = 0;
    for (double margin : margins) {
      sum += Math.exp(margin);
    }
    for (int c = 0; c < margins.length; c++) {
      margins[c] = Math.exp(margins[c]) / sum;
    }
    return margins;
  }

  @Property(tries = 300)
  void kernelAndModelGiveTheSameBitsAndTheReferenceNearlyTheSame(
      @ForAll @IntRange(min = 1, max = 400) int dimension,
      @ForAll @IntRange(min = 2, max = 30) int classes,
      @ForAll @IntRange(min = -18, max = 18) int exponent,
      @ForAll long seed) {
    Random random = new Random(seed);
    LinearModel model = model(dimension, classes, random);
    LinearKernel kernel = new LinearKernel(model);
    int offset = random.nextInt(5);
    float[] around = floats(offset + dimension + 3, Math.pow(10, exponent), random);
    float[] vector = java.util.Arrays.copyOfRange(around, offset, offset + dimension);
    float[] probabilities = model.newScores();

    assertThat(model.score(vector, probabilities)).isTrue();
    assertThat(kernel.score(around, offset, dimension)).isTrue();
    assertThat(kernel.score()).isEqualTo(LinearModel.score(probabilities));
    assertThat(kernel.label()).isEqualTo(LinearModel.label(probabilities));
    assertThat(kernel.label(around, offset, dimension)).isEqualTo(LinearModel.label(probabilities));

    double[] reference = reference(model, vector);
    for (int c = 0; c < classes; c++) {
      assertThat((double) probabilities[c]).isCloseTo(reference[c], within(2e-5));
    }
  }

  // Neighbouring margins may become the same probability; then the lower class has to win.
  @Property(tries = 500)
  void nearTiesAreSettledAsByTheProbabilities(
      @ForAll @IntRange(min = 0, max = 40) int first,
      @ForAll @IntRange(min = 0, max = 40) int second,
      @ForAll @IntRange(min = 0, max = 40) int third) {
    float[] intercepts = {1 + first * 1e-7f, 1 + second * 1e-7f, 1 + third * 1e-7f};
    LinearModel model = new LinearModel(1, 3, new float[3], intercepts);
    float[] probabilities = model.newScores();
    model.score(new float[] {1}, probabilities);
    assertThat(new LinearKernel(model).label(new float[] {1}, 0, 1))
        .isEqualTo(LinearModel.label(probabilities));
  }

  @Test
  void whatCannotBeScoredHasNoLabel() {
    for (int classes : new int[] {2, 5}) {
      LinearKernel kernel = new LinearKernel(model(3, classes, new Random(1)));
      float[] values = {0, 0, 0, 1, Float.NaN, 1, Float.POSITIVE_INFINITY, 1, 1, 1};
      for (int offset : new int[] {0, 2, 3, 4, 6}) {
        assertThat(kernel.label(values, offset, 3)).isEqualTo(LinearKernel.UNSCORED);
        assertThat(kernel.score(values, offset, 3)).isFalse();
      }
      assertThat(kernel.label(values, 7, 2)).isEqualTo(LinearKernel.UNSCORED);
      assertThat(kernel.label(values, 7, 3)).isNotEqualTo(LinearKernel.UNSCORED);
    }
  }
}
