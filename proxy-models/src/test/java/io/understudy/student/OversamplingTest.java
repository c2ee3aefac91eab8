package io.understudy.student;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.model.Features;
import io.understudy.model.RowInput;
import io.understudy.model.UnitVectors;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OversamplingTest {
  private static Lesson lesson(int... counts) {
    Random random = new Random(1);
    int[] labels =
        IntStream.range(0, counts.length)
            .flatMap(label -> IntStream.generate(() -> label).limit(counts[label]))
            .toArray();
    List<Features> rows =
        IntStream.of(labels).mapToObj(label -> Features.ofVector(vector(label, random))).toList();
    return new Lesson(RowInput.EMBEDDING, rows, labels, counts.length + 1, 3);
  }

  private static float[] vector(int label, Random random) {
    float[] vector = new float[6];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (0.3 * random.nextGaussian());
    }
    vector[label] += 2;
    return vector;
  }

  private static int[] counts(Lesson lesson) {
    int[] counts = new int[lesson.classes()];
    IntStream.of(lesson.labels()).forEach(label -> counts[label]++);
    return counts;
  }

  @ParameterizedTest
  @EnumSource
  void smallClassesAreFilledUpAndTheRowsStay(Oversampling kind) {
    Lesson lesson = lesson(90, 40, 3, 1);
    Lesson made = kind.of(lesson);
    assertThat(counts(made)).containsExactly(90, 90, 30, 10, 0);
    assertThat(made.rows().subList(0, 134)).isEqualTo(lesson.rows());
    assertThat(kind.of(lesson).labels()).isEqualTo(made.labels());
    for (int i = 134; i < made.rows().size(); i++) {
      float[] unit = UnitVectors.floats(made.rows().get(i).vector());
      assertThat(unit[made.labels()[i]]).as("near its class").isGreaterThan(0.6f);
      assertThat(kind.of(lesson).rows().get(i).vector()).isEqualTo(made.rows().get(i).vector());
    }
  }
}
