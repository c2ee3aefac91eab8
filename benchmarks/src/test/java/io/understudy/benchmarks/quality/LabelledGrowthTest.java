package io.understudy.benchmarks.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.benchmarks.DataSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelledGrowthTest {
  private static final int TEXTS = 1200;

  @Test
  void answersGrowWithTheLabelsThatTheyAreMadeFrom() {
    Task task =
        Task.yesNo("made", texts(), "Is it good?", "good", List.of(Terms.DEFAULT)).withNoise(0);
    List<LabelledGrowth.Point> points = LabelledGrowth.of(task, vectors()).grow(1);
    assertThat(points).extracting(LabelledGrowth.Point::labels).containsExactly(250, 500);
    // Without noise the LLM is people, so its F1 is 1 and the ratio is that of the answers.
    assertThat(points.get(0).agreement()).isBetween(0.85, 0.995);
    assertThat(points.get(1).agreement()).isBetween(points.get(0).agreement(), 1.0);
    assertThat(points.get(1).f1Ratio()).isBetween(0.9, 1.0);
  }

  private static String label(int text) {
    return text % 2 == 0 ? "good" : "poor";
  }

  private static DataSet texts() {
    return new DataSet(
        "made",
        IntStream.range(0, TEXTS)
            .mapToObj(i -> new DataSet.Item("id" + i, "text " + i, label(i), null))
            .toList());
  }

  /** Two clouds that touch: some texts lie on the other side. */
  private static Map<String, float[]> vectors() {
    Random random = new Random(1);
    Map<String, float[]> vectors = new HashMap<>();
    for (int i = 0; i < TEXTS; i++) {
      float[] vector = new float[8];
      for (int d = 0; d < vector.length; d++) {
        vector[d] = (float) random.nextGaussian();
      }
      vector[0] += label(i).equals("good") ? 2 : -2;
      vectors.put("id" + i, vector);
    }
    return vectors;
  }
}
