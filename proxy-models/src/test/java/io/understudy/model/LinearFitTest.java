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
import org.junit.jupiter.params.provider.EnumSource;

class LinearFitTest {

  @ParameterizedTest
  @CsvSource({
    "LOGISTIC, 1",
    "LOGISTIC, 4",
    "SQUARED_HINGE, 1",
    "SQUARED_HINGE, 4",
    "SQUARED, 1",
    "SQUARED, 4"
  })
  void theGradientIsThatOfTheValue(RowLoss loss, int width) {
    int classes = width == 1 ? 2 : width;
    int[] labels = labels(30, classes);
    double[] weights = new Random(2).doubles(30, 0.5, 1.5).toArray();
    LinearLoss objective =
        new LinearLoss(FitRows.of(rows(labels, 1, 3)), labels, weights, classes, 0.01, loss);
    double[] at = new Random(4).doubles(objective.parameters(), -1, 1).toArray();
    double[] gradient = new double[at.length];
    objective.value(at, gradient);
    double step = 1e-6;
    for (int i = 0; i < at.length; i++) {
      double[] up = at.clone();
      double[] down = at.clone();
      up[i] += step;
      down[i] -= step;
      double[] ignored = new double[at.length];
      double slope = (objective.value(up, ignored) - objective.value(down, ignored)) / (2 * step);
      assertThat(gradient[i]).isCloseTo(slope, within(1e-5));
    }
  }

  @Test
  void onEmbeddingsItFindsWhatTheDenseFitFinds() {
    int[] labels = labels(200, 3);
    List<float[]> vectors = rows(labels, 0.6, 5).stream().map(Features::vector).toList();
    LinearModel dense = LogisticFit.fit(vectors, labels, 3, 1);
    Scorer fitted =
        LinearFit.fit(
            vectors.stream().map(Features::ofVector).toList(), labels, 3, 1, RowLoss.LOGISTIC);
    assertThat(fitted).isInstanceOf(LinearModel.class);
    for (float[] vector : vectors) {
      float[] a = dense.newScores();
      float[] b = fitted.newScores();
      dense.score(vector, a);
      fitted.score(Features.ofVector(vector), b);
      assertThat(b).containsExactly(a, within(0.01f));
    }
  }

  @ParameterizedTest
  @EnumSource
  void learnsWordsVectorsAndBoth(RowInput input) {
    for (RowLoss loss : RowLoss.values()) {
      for (int classes : new int[] {2, 4}) {
        int[] labels = labels(400, classes);
        List<Features> all = rows(labels, 0.5, 6).stream().map(input::of).toList();
        Scorer scorer = LinearFit.fit(all.subList(0, 200), first(labels, 200), classes, 3, loss);
        assertThat(right(scorer, all, labels, 200))
            .as("%s, %d classes", loss, classes)
            .isGreaterThan(170);
      }
    }
  }

  /** Margins of a support vector machine are no probabilities until they are made some. */
  @ParameterizedTest
  @EnumSource
  void certaintiesOfUnseenRowsAreAboutRight(RowLoss loss) {
    int[] labels = labels(3000, 2);
    List<Features> all = rows(labels, 1.5, 7).stream().map(RowInput.EMBEDDING::of).toList();
    Scorer scorer = LinearFit.fit(all.subList(0, 600), first(labels, 600), 2, 1, loss);
    double claimed = 0;
    double right = 0;
    float[] probabilities = scorer.newScores();
    for (int i = 600; i < 3000; i++) {
      scorer.score(all.get(i), probabilities);
      int label = LinearModel.label(probabilities);
      claimed += probabilities[label];
      right += label == labels[i] ? 1 : 0;
    }
    assertThat(claimed / 2400).isCloseTo(right / 2400, within(0.06));
  }

  @Test
  void classesWithoutALabelNeverWin() {
    int[] labels = labels(100, 2);
    for (int i = 0; i < labels.length; i++) {
      labels[i] = 1 + 2 * labels[i];
    }
    for (RowLoss loss : RowLoss.values()) {
      List<Features> rows = rows(labels, 0.5, 8);
      Scorer scorer = LinearFit.fit(rows, labels, 5, 3, loss);
      float[] probabilities = scorer.newScores();
      for (int i = 0; i < labels.length; i++) {
        assertThat(scorer.score(rows.get(i), probabilities)).isTrue();
        assertThat(LinearModel.label(probabilities)).isIn(1, 3);
      }
    }
  }

  @Test
  void rowsThatCannotBeSeenAreNotScored() {
    int[] labels = labels(60, 2);
    List<Features> rows = rows(labels, 0.5, 9);
    Scorer words =
        LinearFit.fit(
            rows.stream().map(RowInput.TFIDF::of).toList(), labels, 2, 1, RowLoss.LOGISTIC);
    Scorer both = LinearFit.fit(rows, labels, 2, 1, RowLoss.LOGISTIC);
    float[] out = {-1, -1};
    assertThat(words.score(Features.ofWords(SparseVector.EMPTY), out)).isFalse();
    assertThat(both.score(Features.ofWords(rows.get(0).words()), out)).isFalse();
    assertThat(both.score(new Features(new float[4], SparseVector.EMPTY), out)).isFalse();
    assertThat(out).containsExactly(-1, -1);
    assertThat(both.score(Features.ofVector(rows.get(0).vector()), out))
        .as("a text without words still has an embedding")
        .isTrue();
    assertThatThrownBy(() -> LinearFit.fit(rows, new int[60], 2, 1, RowLoss.LOGISTIC))
        .hasMessageContaining("two different labels");
  }

  private static int[] labels(int rows, int classes) {
    Random random = new Random(1);
    return IntStream.range(0, rows).map(i -> random.nextInt(classes)).toArray();
  }

  /** Four dimensions and eight words, both of which tell the class, with noise. */
  private static List<Features> rows(int[] labels, double spread, long seed) {
    Random random = new Random(seed);
    List<Features> rows = new ArrayList<>();
    for (int label : labels) {
      float[] vector = new float[4];
      for (int d = 0; d < vector.length; d++) {
        vector[d] = (float) (((label >> (d % 2)) & 1) * 2 - 1 + spread * random.nextGaussian());
      }
      int word = random.nextInt(10) == 0 ? random.nextInt(5) : label;
      int other = 1000 + random.nextInt(3);
      rows.add(
          new Features(
              vector, new SparseVector(new int[] {word, other}, new float[] {0.8f, 0.6f})));
    }
    return rows;
  }

  private static int right(Scorer scorer, List<Features> rows, int[] labels, int from) {
    float[] probabilities = scorer.newScores();
    int right = 0;
    for (int i = from; i < labels.length; i++) {
      scorer.score(rows.get(i), probabilities);
      right += LinearModel.label(probabilities) == labels[i] ? 1 : 0;
    }
    return right;
  }

  private static int[] first(int[] labels, int n) {
    return java.util.Arrays.copyOf(labels, n);
  }
}
