package io.understudy.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.judge.JudgedRow;
import io.understudy.model.Features;
import io.understudy.model.LinearModel;
import io.understudy.model.LogisticFit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The interval of a model's agreement holds what the model then shows as often as stated: in worlds
 * whose learning curve is a power law, and in worlds where a logistic regression learns and its
 * curve is what it is.
 */
class CurveCoverageTest {
  private static final int WORLDS = Integer.getInteger("understudy.test.worlds", 60);

  // At 90% true coverage, 600 worlds are covered less often than this with probability 0.003.
  private static final double LEAST_ON_AVERAGE = 0.865;

  // And 60 worlds with probability 0.0003. The steepest curves are covered 82% to 85% of the time.
  private static final double LEAST_OF_A_WORLD = 0.74;

  private static final int PILOT = 240;

  /** Error at 200 labels, part that stays, exponent. */
  private static final double[][] POWER_LAWS = {
    {0.20, 0.7, 0.5}, {0.30, 0.2, 0.3}, {0.10, 0.5, 1.0}, {0.02, 0.9, 0.5}, {0.45, 0.1, 0.25}
  };

  private static final int[] SIZES = {19, 30, 48, 76, 121, 192};

  /**
   * On average as often as stated; in each world nearly so, also twenty times beyond what was seen.
   */
  @Test
  void powerLawWorldsAreCovered() {
    int covered = 0;
    int all = 0;
    for (double[] law : POWER_LAWS) {
      LearningCurve truth = new LearningCurve(200, law[0], law[1], law[2]);
      for (int labels : new int[] {500, 4000}) {
        int here = covered(truth, labels);
        assertThat(here / (double) WORLDS)
            .as("%s at %d labels", truth, labels)
            .isGreaterThan(LEAST_OF_A_WORLD);
        covered += here;
        all += WORLDS;
      }
    }
    assertThat(covered / (double) all).isGreaterThan(LEAST_ON_AVERAGE);
  }

  private static int covered(LearningCurve truth, int labels) {
    int covered = 0;
    for (int world = 0; world < WORLDS; world++) {
      Random random = new Random(1_000_003L * world + labels);
      Range range = projector(drawn(truth, SIZES, random), world).alone(labels);
      double luck = 0.05 * Math.sqrt(truth.excess(labels)) * random.nextGaussian();
      covered += range.covers(truth.agreement(labels) + luck) ? 1 : 0;
    }
    return covered;
  }

  /** Half of a row's answers are its own at every size, half are new with each model. */
  private static Pilot drawn(LearningCurve truth, int[] sizes, Random random) {
    boolean[][] right = new boolean[PILOT][sizes.length];
    List<JudgedRow> rows = new ArrayList<>();
    double[] agreement = new double[sizes.length];
    for (int size = 0; size < sizes.length; size++) {
      double luck = 0.05 * Math.sqrt(truth.excess(sizes[size]) / 5) * random.nextGaussian();
      agreement[size] = truth.agreement(sizes[size]) + luck;
    }
    for (int i = 0; i < PILOT; i++) {
      double own = random.nextDouble();
      for (int size = 0; size < sizes.length; size++) {
        double at = random.nextBoolean() ? own : random.nextDouble();
        right[i][size] = at < agreement[size];
      }
      int llm = random.nextInt(2);
      boolean agrees = right[i][sizes.length - 1];
      double certainty = agrees ? random.nextDouble() : random.nextDouble() / 2;
      int proxy = agrees ? llm : 1 - llm;
      rows.add(
          JudgedRow.single(llm, proxy, proxy == 1 ? 0.5 + certainty / 2 : 0.5 - certainty / 2));
    }
    return new Pilot(2, sizes, right, rows);
  }

  static Stream<Arguments> logisticWorlds() {
    return Stream.of(
        // classes, dimensions that say nothing, spread
        Arguments.of(2, 20, 1.2), Arguments.of(2, 60, 0.8), Arguments.of(4, 20, 1.0));
  }

  @ParameterizedTest
  @MethodSource("logisticWorlds")
  void logisticWorldsAreCovered(int classes, int idle, double spread) {
    int covered = 0;
    for (int world = 0; world < WORLDS; world++) {
      Random random = new Random(7919L * world + idle);
      List<float[]> vectors = new ArrayList<>();
      int[] llm = new int[3500];
      for (int i = 0; i < llm.length; i++) {
        llm[i] = random.nextInt(classes);
        float[] vector = new float[2 + idle];
        for (int d = 0; d < vector.length; d++) {
          double centre = d < 2 ? 2 * ((llm[i] >> d) & 1) - 1 : 0;
          vector[d] = (float) (centre + spread * random.nextGaussian());
        }
        vectors.add(vector);
      }
      Pilot pilot =
          CrossValidation.of(
                  vectors.subList(0, PILOT).stream().map(Features::ofVector).toList(),
                  java.util.Arrays.copyOf(llm, PILOT),
                  classes,
                  (rows, labels, near) ->
                      LogisticFit.fit(
                          rows.stream().map(Features::vector).toList(), labels, classes, 3))
              .orElseThrow();
      int labels = 1500;
      LinearModel model =
          LogisticFit.fit(
              vectors.subList(0, labels), java.util.Arrays.copyOf(llm, labels), classes, 3);
      float[] out = model.newScores();
      long right =
          IntStream.range(labels, llm.length)
              .filter(
                  i -> {
                    model.score(vectors.get(i), out);
                    return LinearModel.label(out) == llm[i];
                  })
              .count();
      Range range = projector(pilot, world).alone(labels);
      covered += range.covers((double) right / (llm.length - labels)) ? 1 : 0;
    }
    assertThat(covered / (double) WORLDS).isGreaterThan(0.8);
  }

  @Test
  void moreLabelsInThePilotNarrowTheInterval() {
    LearningCurve truth = new LearningCurve(200, 0.2, 0.7, 0.5);
    int[] sizes = {19, 30, 48, 76, 121, 192};
    Pilot small = drawn(truth, sizes, new Random(1));
    boolean[][] right = new boolean[10 * PILOT][];
    List<JudgedRow> rows = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Pilot more = drawn(truth, sizes, new Random(i));
      System.arraycopy(more.right(), 0, right, i * PILOT, PILOT);
      rows.addAll(more.rows());
    }
    Pilot large = new Pilot(2, sizes, right, rows);
    assertThat(width(projector(large, 1).alone(1000)))
        .isLessThan(0.75 * width(projector(small, 1).alone(1000)));
  }

  @Test
  void aPilotThatIsWrongAboutItsRowsIsCaught() {
    // The rows of the pilot are learnt, as if no fold were held out.
    int covered = 0;
    for (int world = 0; world < 20; world++) {
      Random random = new Random(world);
      LearningCurve truth = new LearningCurve(200, 0.2, 0.7, 0.5);
      LearningCurve learnt = new LearningCurve(200, 0.02, 0.7, 0.5);
      int[] sizes = {19, 30, 48, 76, 121, 192};
      covered +=
          projector(drawn(learnt, sizes, random), world).alone(1000).covers(truth.agreement(1000))
              ? 1
              : 0;
    }
    assertThat(covered).isZero();
  }

  private static double width(Range range) {
    return range.high() - range.low();
  }

  private static Projector projector(Pilot pilot, long seed) {
    return new Projector(
        pilot,
        new Setting(
            10_000,
            Collections.singletonList(new io.understudy.call.Promise.Accuracy(0.9)),
            0.9,
            400,
            0.4,
            0),
        seed);
  }
}
