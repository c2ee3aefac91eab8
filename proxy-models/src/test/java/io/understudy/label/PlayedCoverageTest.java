package io.understudy.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.call.Promise;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.math3.special.Beta;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The promise is broken with probability at most delta when everything is played: labels bought
 * round by round because of earlier labels, a model trained on them, judges drawn from the rest.
 */
class PlayedCoverageTest {
  private static final int WORLDS = Integer.getInteger("understudy.test.worlds", 200);
  private static final double DELTA = 0.1;

  // The tests are exact, so the rate may lie at delta; in 200 worlds the upper limit at 95% then
  // lies 0.042 above it, and a second deviation of chance must not fail the build.
  private static final double SLACK = 0.07;

  static Stream<Arguments> tables() {
    return Stream.of(
        Arguments.of(new Promise.Accuracy(0.9), 2, 0.5, 0.15, 0.9),
        Arguments.of(new Promise.Accuracy(0.85), 5, 0, 0.1, 0.9),
        Arguments.of(new Promise.F1(0.9), 2, 0.4, 0.1, 0.9),
        Arguments.of(new Promise.F1(0.8), 2, 0.02, 0.01, 0.9),
        Arguments.of(new Promise.Precision(0.9), 2, 0.4, 0.1, 0.9),
        Arguments.of(new Promise.Recall(0.9), 2, 0.3, 0.1, 0.9));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void thePromiseIsBrokenAtMostAsOftenAsStated(
      Promise promise, int classes, double trueShare, double noise, double spread) {
    int broken = 0;
    int played = 0;
    for (int world = 0; world < WORLDS; world++) {
      Table table = Table.of(1500, classes, trueShare, noise, spread, world);
      // Every second pool is a part of the table only.
      Table.Terms terms =
          new Table.Terms(List.of(promise), 200, world % 2 == 0 ? 1500 : 700, false);
      Table.Outcome outcome = table.play(terms, 31 * world + 7);
      broken += outcome.kept() ? 0 : 1;
      played += outcome.calls() < 1500 ? 1 : 0;
    }
    assertThat(upperLimit(broken))
        .as("%d of %d broken", broken, WORLDS)
        .isLessThanOrEqualTo(DELTA + SLACK);
    assertThat(played).as("who never plays proves nothing").isGreaterThan(WORLDS / 10);
  }

  @Test
  void judgingByRowsThatWereLearntIsCaught() {
    int broken = 0;
    int worlds = Math.max(20, WORLDS / 10);
    for (int world = 0; world < worlds; world++) {
      Table table = Table.of(1500, 2, 0.5, 0.1, 0.9, 60, world);
      Table.Terms terms = new Table.Terms(List.of(new Promise.Accuracy(0.9)), 200, 700, true);
      broken += table.play(terms, 31 * world + 7).kept() ? 0 : 1;
    }
    assertThat(broken).isGreaterThan(worlds / 4);
  }

  /** Clopper and Pearson. */
  private static double upperLimit(int broken) {
    double low = 0;
    double high = 1;
    for (int i = 0; i < 40; i++) {
      double middle = (low + high) / 2;
      boolean likely =
          broken >= WORLDS
              || Beta.regularizedBeta(1 - middle, WORLDS - broken, broken + 1.0) > 0.05;
      low = likely ? middle : low;
      high = likely ? high : middle;
    }
    return high;
  }
}
