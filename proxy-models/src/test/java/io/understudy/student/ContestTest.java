package io.understudy.student;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.model.Features;
import io.understudy.model.LinearModel;
import io.understudy.model.RowInput;
import io.understudy.model.Scorer;
import io.understudy.model.SparseVector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContestTest {
  private static final Entrant LOGISTIC = entrant("logistic", RowInput.EMBEDDING);

  static List<String> names() {
    return Students.names();
  }

  @Test
  void theStudentsAreFound() {
    assertThat(Students.names())
        .containsExactly(
            "contrastive",
            "logistic",
            "logistic-noise",
            "logistic-smote",
            "rbf-svm",
            "ridge",
            "svm");
    assertThat(Students.named("teacher")).isEmpty();
  }

  /** Two classes, and four of which one has no label. */
  @ParameterizedTest
  @MethodSource("names")
  void everyStudentLearnsRepeatsItselfAndTravels(String name) throws Exception {
    Student student = Students.named(name).orElseThrow();
    for (int classes : new int[] {2, 4}) {
      int[] labels = labels(300, classes == 2 ? 2 : 3);
      Lesson lesson = lesson(labels, classes, 0.5, 3).seenAs(RowInput.EMBEDDING);
      int[] half = IntStream.range(0, 150).toArray();
      Scorer scorer = student.fit(lesson.only(half));
      assertThat(right(scorer, lesson, 150)).as(name).isGreaterThan(125);
      assertThat(scorer.score(Features.ofVector(new float[8]), new float[classes])).isFalse();
      assertThat(scorer.score(Features.ofVector(new float[3]), new float[classes])).isFalse();

      Scorer again = travelled(student.fit(lesson.only(half)));
      float[] one = scorer.newScores();
      float[] other = again.newScores();
      for (Features row : lesson.rows()) {
        assertThat(scorer.score(row, one)).isTrue();
        assertThat(again.score(row, other)).isTrue();
        assertThat(other).containsExactly(one);
        double sum = 0;
        for (float certainty : one) {
          assertThat(certainty).isBetween(0f, 1f);
          sum += certainty;
        }
        assertThat(sum).isBetween(0.99, 1.01);
        assertThat(LinearModel.label(one)).as("nobody was labelled 3").isNotEqualTo(3);
      }
    }
  }

  @Test
  void whoIsClearlyBetterWins() {
    int[] labels = labels(400, 2);
    Lesson lesson = lesson(labels, 2, 3, 5);
    Contest.Result result =
        new Contest(List.of(LOGISTIC, entrant("logistic", RowInput.TFIDF)), lesson, 300).run();
    assertThat(result.winner().describe()).isEqualTo("logistic on tfidf");
    assertThat(result.standings()).hasSize(2);
    assertThat(result.gain())
        .isEqualTo(result.standings().get(0).risk() - result.standings().get(1).risk())
        .isPositive();
    assertThat(result.standings().get(1).agreement())
        .isGreaterThan(result.standings().get(0).agreement());
  }

  /** Of equals the first stays: what looks better by chance is no reason to change. */
  @Test
  void theFirstStaysAmongEquals() {
    int changed = 0;
    for (int world = 0; world < 20; world++) {
      Lesson lesson = lesson(labels(120, 2), 2, 1.5, world);
      Contest.Result result =
          new Contest(
                  List.of(
                      LOGISTIC,
                      entrant("svm", RowInput.EMBEDDING),
                      entrant("ridge", RowInput.EMBEDDING)),
                  lesson,
                  120)
              .run();
      changed += result.winner().equals(LOGISTIC) ? 0 : 1;
    }
    assertThat(changed).isLessThanOrEqualTo(6);
  }

  /** Rows bought because they are difficult teach, but do not count. */
  @Test
  void onlyTheUniformRowsCount() {
    int[] labels = labels(300, 2);
    Lesson easy = lesson(labels, 2, 0.3, 8);
    List<Features> rows = new ArrayList<>(easy.rows().subList(0, 100));
    // In the others everything says the contrary.
    int[] said = labels.clone();
    for (int i = 100; i < 300; i++) {
      rows.add(easy.rows().get(i));
      said[i] = i % 2 == 0 ? labels[i] : 1 - labels[i];
    }
    Lesson mixed = new Lesson(RowInput.BOTH, rows, said, 2, 1);
    assertThat(new Contest(List.of(LOGISTIC), mixed, 100).run().standings().get(0).agreement())
        .isGreaterThan(0.9);
    assertThat(new Contest(List.of(LOGISTIC), mixed, 300).run().standings().get(0).agreement())
        .isLessThan(0.8);
  }

  private static Entrant entrant(String name, RowInput input) {
    return new Entrant(Students.named(name).orElseThrow(), input);
  }

  private static int[] labels(int rows, int classes) {
    Random random = new Random(1);
    return IntStream.range(0, rows).map(i -> random.nextInt(classes)).toArray();
  }

  /** Eight dimensions that tell the class up to the spread, and a word that mostly does. */
  private static Lesson lesson(int[] labels, int classes, double spread, long seed) {
    Random random = new Random(seed);
    List<Features> rows = new ArrayList<>();
    for (int label : labels) {
      float[] vector = new float[8];
      for (int d = 0; d < vector.length; d++) {
        vector[d] = (float) (((label >> (d % 2)) & 1) * 2 - 1 + spread * random.nextGaussian());
      }
      int word = random.nextInt(20) == 0 ? random.nextInt(classes) : label;
      rows.add(
          new Features(vector, new SparseVector(new int[] {word, 50}, new float[] {0.8f, 0.6f})));
    }
    return new Lesson(RowInput.BOTH, rows, labels, classes, seed);
  }

  private static int right(Scorer scorer, Lesson lesson, int from) {
    float[] probabilities = scorer.newScores();
    int right = 0;
    for (int i = from; i < lesson.labels().length; i++) {
      scorer.score(lesson.rows().get(i), probabilities);
      right += LinearModel.label(probabilities) == lesson.labels()[i] ? 1 : 0;
    }
    return right;
  }

  private static Scorer travelled(Scorer scorer) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(scorer);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (Scorer) in.readObject();
    }
  }
}
