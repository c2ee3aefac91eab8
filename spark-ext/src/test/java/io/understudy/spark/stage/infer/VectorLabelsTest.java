package io.understudy.spark.stage.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.call.Answer;
import io.understudy.sample.ContentKey;
import io.understudy.spark.stage.infer.VectorLabels.Beside;
import io.understudy.spark.stage.infer.VectorLabels.Known;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorLabelsTest {
  private static final int CONTENTS = 1_000;

  private static Known known(int i) {
    return new Known(ContentKey.of(List.of("text " + i)), Answer.of(i % 3), i % 2 == 0);
  }

  private static float[] vector(int seed, int length) {
    Random random = new Random(seed);
    float[] vector = new float[length];
    for (int i = 0; i < length; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  private static VectorLabels labels(int length) {
    return new VectorLabels(
        IntStream.range(0, CONTENTS)
            .mapToObj(i -> new Beside(vector(i, length), known(i)))
            .toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 16, 384})
  void vectorsAreFoundWhereverTheyLie(int length) {
    VectorLabels labels = labels(length);
    for (int i = 0; i < CONTENTS; i++) {
      float[] around = new float[length + 7];
      System.arraycopy(vector(i, length), 0, around, 3, length);
      assertThat(labels.mayContain(around, 3, length)).isTrue();
      assertThat(labels.find(around, 3, length)).isEqualTo(known(i));
    }
  }

  @Test
  void othersAreRarelyLookedAtAndNeverFound() {
    VectorLabels labels = labels(16);
    int looked = 0;
    for (int i = CONTENTS; i < 51 * CONTENTS; i++) {
      float[] other = vector(i, 16);
      looked += labels.mayContain(other, 0, 16) ? 1 : 0;
      assertThat(labels.find(other, 0, 16)).isNull();
    }
    assertThat(looked).isBetween(1, 500);
  }

  /** In a place that the quick look does not see. */
  @Test
  void vectorsThatDifferInOneEntryAreTwo() {
    VectorLabels labels = labels(384);
    float[] other = vector(7, 384);
    other[1] += 1e-6f;
    assertThat(labels.mayContain(other, 0, 384)).isTrue();
    assertThat(labels.find(other, 0, 384)).isNull();
  }

  @Test
  void nothingIsFoundAmongNone() {
    VectorLabels none = new VectorLabels(List.of());
    assertThat(none.mayContain(new float[] {1, 2}, 0, 2)).isFalse();
    assertThat(none.find(new float[] {1, 2}, 0, 2)).isNull();
    assertThat(labels(3).find(new float[0], 0, 0)).isNull();
  }
}
