package io.understudy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinearModelTest {
  private static final LinearModel TWO =
      new LinearModel(2, 2, new float[] {3, -1}, new float[] {0.5f});
  private static final LinearModel THREE =
      new LinearModel(2, 3, new float[] {1, 0, 0, 1, -1, -1}, new float[] {0, 0.25f, 0});

  @Test
  void twoClassesGiveTheSigmoidOfTheMarginOnTheUnitSphere() {
    float[] out = TWO.newScores();
    assertThat(TWO.score(new float[] {3, 4}, out)).isTrue();
    double margin = 3 * 0.6 - 0.8 + 0.5;
    assertThat(out[1]).isCloseTo((float) (1 / (1 + Math.exp(-margin))), within(1e-6f));
    assertThat(LinearModel.verdict(out)).isEqualTo(new Verdict(1, out[1]));
  }

  @Test
  void moreClassesGiveTheSoftmax() {
    float[] out = THREE.newScores();
    assertThat(THREE.score(new float[] {0, -5}, out)).isTrue();
    double sum = Math.exp(0) + Math.exp(-0.75) + Math.exp(1);
    assertThat(out[0]).isCloseTo((float) (Math.exp(0) / sum), within(1e-6f));
    assertThat(out[1]).isCloseTo((float) (Math.exp(-0.75) / sum), within(1e-6f));
    assertThat(LinearModel.verdict(out)).isEqualTo(new Verdict(2, out[2]));
  }

  @Test
  void hugeMarginsStayProbabilities() {
    LinearModel steep = new LinearModel(1, 2, new float[] {1e30f}, new float[] {0});
    LinearModel steepThree =
        new LinearModel(1, 3, new float[] {1e30f, 0, -1e30f}, new float[] {0, 0, 0});
    float[] two = steep.newScores();
    float[] three = steepThree.newScores();
    assertThat(steep.score(new float[] {-2}, two)).isTrue();
    assertThat(steepThree.score(new float[] {-2}, three)).isTrue();
    assertThat(two).containsExactly(1, 0);
    assertThat(three).containsExactly(0, 0, 1);
  }

  @Property(tries = 300)
  void theLengthOfAVectorDoesNotMatter(
      @ForAll @Size(2) float[] vector, @ForAll @FloatRange(min = 0.01f, max = 100) float factor) {
    Assume.that(Math.abs(vector[0]) > 1e-15f && Math.abs(vector[0]) < 1e15f);
    Assume.that(Math.abs(vector[1]) < 1e15f);
    float[] out = THREE.newScores();
    float[] outScaled = THREE.newScores();
    assertThat(THREE.score(vector, out)).isTrue();
    THREE.score(new float[] {vector[0] * factor, vector[1] * factor}, outScaled);
    for (int c = 0; c < 3; c++) {
      assertThat(outScaled[c]).isCloseTo(out[c], within(1e-5f));
    }
    assertThat(out[0] + out[1] + out[2]).isCloseTo(1, within(1e-5f));
  }

  // A cascade compares the score with one half; the label must never say the opposite.
  @Property(tries = 1000)
  void classOneLeadsExactlyAboveOneHalf(@ForAll @IntRange(min = -1000, max = 1000) int billionths) {
    LinearModel model = new LinearModel(1, 2, new float[] {0}, new float[] {billionths * 1e-9f});
    float[] out = model.newScores();
    model.score(new float[] {1}, out);
    assertThat(LinearModel.label(out) == 1).isEqualTo(LinearModel.score(out) > 0.5);
  }

  static Stream<float[]> unusable() {
    return Stream.of(
        new float[] {},
        new float[] {1},
        new float[] {1, 2, 3},
        new float[] {0, 0},
        new float[] {1, Float.NaN},
        new float[] {Float.NEGATIVE_INFINITY, 1});
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void aVectorThatCannotBeScoredLeavesTheArrayAlone(float[] vector) {
    float[] out = {7, 8};
    assertThat(TWO.score(vector, out)).isFalse();
    assertThat(out).containsExactly(7, 8);
  }

  @Test
  void theLargestAndTheSmallestFloatsAreScored() {
    float[] out = TWO.newScores();
    assertThat(TWO.score(new float[] {Float.MAX_VALUE, -Float.MAX_VALUE}, out)).isTrue();
    assertThat(TWO.score(new float[] {Float.MIN_VALUE, 0}, out)).isTrue();
    assertThat(out[1]).isCloseTo((float) (1 / (1 + Math.exp(-3.5))), within(1e-6f));
  }

  @Test
  void tiesGoToTheLowerClass() {
    assertThat(LinearModel.verdict(new float[] {0.5f, 0.5f})).isEqualTo(new Verdict(0, 0.5));
    assertThat(LinearModel.label(new float[] {0.2f, 0.4f, 0.4f})).isEqualTo(1);
  }

  @Test
  void modelsAreEqualByContent() {
    assertThat(new LinearModel(2, 2, new float[] {3, -1}, new float[] {0.5f}))
        .isEqualTo(TWO)
        .hasSameHashCodeAs(TWO)
        .isNotEqualTo(new LinearModel(2, 2, new float[] {3, 1}, new float[] {0.5f}));
  }

  @Test
  void aModelOfTheWrongShapeIsRefused() {
    assertThatThrownBy(() -> new LinearModel(2, 3, new float[2], new float[3]))
        .hasMessageContaining("needs 6 weights and 3 intercepts, but has 2 and 3");
  }

  @Test
  void balancedWeightsGiveEveryPresentClassTheSameTotal() {
    assertThat(ClassWeights.balanced(new int[] {0, 0, 0, 2}, 3)).containsExactly(4 / 6.0, 0, 2.0);
  }
}
