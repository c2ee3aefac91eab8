package io.understudy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogisticFitTest {
  private static final int DIMENSION = 6;

  private static List<float[]> vectors(int[] labels, long seed) {
    Random random = new Random(seed);
    List<float[]> vectors = new ArrayList<>();
    for (int label : labels) {
      float[] vector = new float[DIMENSION];
      for (int d = 0; d < DIMENSION; d++) {
        vector[d] = (float) (random.nextGaussian() + (d == label ? 2 : 0));
      }
      vectors.add(vector);
    }
    return vectors;
  }

  private static int[] labels(int n, int classes) {
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i % classes;
    }
    return labels;
  }

  /** At the optimum of a convex loss no direction leads down. */
  @ParameterizedTest
  @CsvSource({"60, 2", "60, 3", "61, 3", "62, 5", "63, 5", "3, 3"})
  void theGradientIsThatOfTheLossAndTheMinimumIsOne(int count, int classes) {
    int[] labels = labels(count, classes);
    float[][] rows = vectors(labels, 3).toArray(float[][]::new);
    double[] weights = new double[count];
    java.util.Arrays.setAll(weights, i -> 0.5 + i / 60.0);
    LogisticLoss loss = new LogisticLoss(rows, labels, weights, classes, 0.01);
    double[] point = new Random(4).doubles(loss.parameters(), -1, 1).toArray();
    double[] gradient = new double[point.length];
    double[] ignored = new double[point.length];
    loss.value(point, gradient);
    for (int i = 0; i < point.length; i++) {
      double[] ahead = point.clone();
      double[] behind = point.clone();
      ahead[i] += 1e-5;
      behind[i] -= 1e-5;
      double slope = (loss.value(ahead, ignored) - loss.value(behind, ignored)) / 2e-5;
      assertThat(gradient[i]).isCloseTo(slope, within(1e-6));
    }
    double[] found = Minimiser.minimise(loss, new double[point.length], 1e-7);
    double least = loss.value(found, gradient);
    for (double slope : gradient) {
      assertThat(slope).isCloseTo(0, within(1e-7));
    }
    assertThat(least).isLessThan(loss.value(point, ignored));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void learnsWhatCanBeLearnt(int classes) {
    int[] labels = labels(300, classes);
    List<float[]> vectors = vectors(labels, 9);
    LinearModel model = LogisticFit.fit(vectors, labels, classes, 1);
    float[] probabilities = model.newScores();
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      model.score(vectors.get(i), probabilities);
      right += LinearModel.label(probabilities) == labels[i] ? 1 : 0;
    }
    assertThat(right).isGreaterThan(200);
    assertThat(LogisticFit.fit(vectors, labels, classes, 1)).isEqualTo(model);
  }

  @Test
  void aClassWithoutALabelNeverWins() {
    int[] labels = labels(80, 2);
    for (int i = 0; i < labels.length; i++) {
      labels[i] = labels[i] == 0 ? 1 : 4;
    }
    List<float[]> vectors = vectors(labels, 1);
    LinearModel model = LogisticFit.fit(vectors, labels, 6, 1);
    float[] probabilities = model.newScores();
    for (float[] vector : vectors) {
      model.score(vector, probabilities);
      assertThat(LinearModel.label(probabilities)).isIn(1, 4);
      assertThat(probabilities[1] + probabilities[4]).isCloseTo(1, within(1e-5f));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void whereAFitBeginsMakesNoDifference(int classes) {
    int[] labels = labels(300, classes);
    List<float[]> vectors = vectors(labels, 9);
    LinearModel model = LogisticFit.fit(vectors, labels, classes, 1);
    // Of more than two classes one has not been seen before.
    int[] early =
        IntStream.range(0, 200).filter(i -> classes == 2 || labels[i] < classes - 1).toArray();
    LinearModel near =
        LogisticFit.fit(
            IntStream.of(early).mapToObj(vectors::get).toList(),
            IntStream.of(early).map(i -> labels[i]).toArray(),
            classes,
            1);
    LinearModel fromNear = LogisticFit.fit(vectors, labels, classes, 1, near);
    float[] expected = model.newScores();
    float[] found = model.newScores();
    for (float[] vector : vectors) {
      model.score(vector, expected);
      fromNear.score(vector, found);
      assertThat(found).containsExactly(expected, within(0.02f));
    }
  }

  @Test
  void aFitOfTwoOfManyClassesBeginsWhereAnotherEnded() {
    int[] labels = labels(80, 2);
    int[] numbered = IntStream.of(labels).map(label -> label == 0 ? 1 : 4).toArray();
    List<float[]> vectors = vectors(labels, 1);
    LinearModel model = LogisticFit.fit(vectors, numbered, 6, 1);
    assertThat(
            FittedWeights.of(
                    FittedWeights.parameters(model, new int[] {1, 4}),
                    new int[] {1, 4},
                    6,
                    model.dimension())
                .linear(6))
        .isEqualTo(model);
  }

  @Test
  void oneClassCannotBeLearnt() {
    assertThatThrownBy(() -> LogisticFit.fit(vectors(new int[5], 1), new int[5], 2, 1))
        .hasMessageContaining("two different labels are needed");
  }
}
