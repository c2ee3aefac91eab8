package io.understudy.spark.stage.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.understudy.model.Features;
import io.understudy.model.LinearModel;
import io.understudy.model.RowInput;
import io.understudy.model.Scorer;
import io.understudy.spark.LocalSpark;
import io.understudy.spark.bridge.Wire;
import io.understudy.student.Lesson;
import io.understudy.student.Student;
import io.understudy.student.Students;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees as plain arrays say what MLlib's own models say. */
class TreeStudentsTest {

  @BeforeAll
  static void session() {
    org.apache.spark.sql.SparkSession.setActiveSession(LocalSpark.session());
  }

  @Test
  void theyAreFoundBesideTheOthers() {
    assertThat(Students.names())
        .containsExactly(
            "boosted",
            "contrastive",
            "forest",
            "logistic",
            "logistic-noise",
            "logistic-smote",
            "rbf-svm",
            "ridge",
            "svm");
    assertThat(Students.named("boosted").orElseThrow().learns(77)).isFalse();
  }

  @Test
  void theForestIsMllibs() {
    // One of four classes has no label.
    Lesson lesson = lesson(120, new int[] {0, 1, 3}, 4, 2);
    RandomForestClassificationModel fitted = ForestStudent.fitted(lesson, new int[] {0, 1, 3});
    Scorer scorer = new ForestStudent().fit(lesson);
    float[] certainties = scorer.newScores();
    for (Features row : lesson.rows()) {
      double[] theirs = fitted.predictProbability(unit(row)).toArray();
      scorer.score(row, certainties);
      assertThat(certainties[2]).isZero();
      assertThat((double) certainties[0]).isCloseTo(theirs[0], within(1e-5));
      assertThat((double) certainties[1]).isCloseTo(theirs[1], within(1e-5));
      assertThat((double) certainties[3]).isCloseTo(theirs[2], within(1e-5));
    }
  }

  @Test
  void theBoostedTreesAreMllibs() {
    Lesson lesson = lesson(120, new int[] {0, 1}, 2, 3);
    GBTClassificationModel fitted = BoostedStudent.fitted(lesson, 1);
    Scorer scorer = new BoostedStudent().fit(lesson);
    float[] certainties = scorer.newScores();
    for (Features row : lesson.rows()) {
      scorer.score(row, certainties);
      assertThat((double) certainties[1])
          .isCloseTo(fitted.predictProbability(unit(row)).apply(1), within(1e-5));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"forest", "boosted"})
  void theyLearnRepeatThemselvesAndTravel(String name) {
    Student student = Students.named(name).orElseThrow();
    Lesson all = lesson(200, new int[] {0, 2}, 3, 5);
    Lesson seen =
        new Lesson(
            RowInput.EMBEDDING, all.rows().subList(0, 100), Arrays.copyOf(all.labels(), 100), 3, 5);
    Scorer scorer = student.fit(seen);
    Scorer again = Wire.read(Wire.write(student.fit(seen)), Scorer.class);
    assertThat(again).isEqualTo(scorer);
    float[] certainties = scorer.newScores();
    int right = 0;
    for (int i = 100; i < 200; i++) {
      assertThat(scorer.score(all.rows().get(i), certainties)).isTrue();
      right += LinearModel.label(certainties) == all.labels()[i] ? 1 : 0;
      assertThat(certainties[1]).as("nobody was labelled 1").isLessThan(1e-6f);
    }
    assertThat(right).isGreaterThan(80);
    assertThat(scorer.score(Features.ofVector(new float[6]), certainties)).isFalse();
    assertThat(scorer.score(Features.ofVector(new float[] {1}), certainties)).isFalse();
  }

  private static Lesson lesson(int size, int[] present, int classes, long seed) {
    Random random = new Random(seed);
    List<Features> rows = new ArrayList<>();
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      labels[i] = present[random.nextInt(present.length)];
      float[] vector = new float[6];
      for (int d = 0; d < vector.length; d++) {
        vector[d] = (float) (((labels[i] >> (d % 2)) & 1) * 2 - 1 + 0.7 * random.nextGaussian());
      }
      rows.add(Features.ofVector(vector));
    }
    return new Lesson(RowInput.EMBEDDING, rows, labels, classes, seed);
  }

  private static Vector unit(Features row) {
    double norm = 0;
    for (float x : row.vector()) {
      norm += (double) x * x;
    }
    double[] unit = new double[row.vector().length];
    for (int d = 0; d < unit.length; d++) {
      unit[d] = row.vector()[d] / Math.sqrt(norm);
    }
    return Vectors.dense(unit);
  }
}
