package io.understudy.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.call.Promise;
import io.understudy.judge.World.Recipe;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The promise is broken with probability at most delta. Every world stands just on the wrong side
 * of the promise if all of it is served, which is where a judge errs most.
 */
class CoverageTest {
  private static final int RUNS = 1000;
  private static final double DELTA = 0.1;
  private static final int TRAINED = 300;
  private static final int JUDGED = 250;
  private static final int SIZE = 3000;

  // These worlds are the worst there are, so the rate may lie at delta; an upper limit at 95% then
  // lies about 0.017 above it in 1,000 runs.
  private static final double SLACK = 0.02;

  static Stream<Arguments> worlds() {
    Recipe accuracy = new Recipe(SIZE, 2, 0.5, 0.13, 0.13, false, 1);
    Recipe f1 = new Recipe(SIZE, 2, 0.45, 0.12, 0.12, false, 1);
    Recipe precision = new Recipe(SIZE, 2, 0.4, 0.05, 0.095, false, 1);
    Recipe recall = new Recipe(SIZE, 2, 0.3, 0.135, 0.02, false, 1);
    Recipe many = new Recipe(SIZE, 10, 0, 0.13, 0.13, false, 1);
    return Stream.of(
            Arguments.of(List.of(new Promise.F1(0.9)), f1),
            Arguments.of(List.of(new Promise.Accuracy(0.9)), accuracy),
            Arguments.of(List.of(new Promise.Accuracy(0.9)), many),
            Arguments.of(List.of(new Promise.Precision(0.9)), precision),
            Arguments.of(List.of(new Promise.Recall(0.9)), recall),
            Arguments.of(List.of(new Promise.Precision(0.9), new Promise.Recall(0.9)), recall))
        .flatMap(
            a -> {
              Recipe flat = (Recipe) a.get()[1];
              Recipe graded =
                  new Recipe(
                      flat.size(),
                      flat.classes(),
                      flat.trueShare(),
                      flat.falseNegatives(),
                      flat.falsePositives(),
                      true,
                      1);
              return Stream.of(flat, graded, flat.weighted(4), graded.weighted(4))
                  .map(recipe -> Arguments.of(a.get()[0], recipe));
            });
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void thePromiseIsBrokenAtMostAsOftenAsStated(List<Promise> promises, Recipe recipe) {
    int broken = violations(promises, recipe, UnaryOperator.identity());
    assertThat(Tails.upperLimit(broken, RUNS, 0.05)).isLessThanOrEqualTo(DELTA + SLACK);
  }

  // A judge that looks at rows which were trained on sees fewer errors than there are.
  @Test
  void aJudgeThatIsShownTrainingRowsIsCaught() {
    UnaryOperator<JudgedRow> optimistic =
        row ->
            row.llm() != row.proxy() && Math.round(row.score() * 1e6) % 3 == 0
                ? new JudgedRow(row.proxy(), row.proxy(), row.score(), row.weight())
                : row;
    Recipe recipe = new Recipe(SIZE, 2, 0.5, 0.13, 0.13, false, 1);
    int broken = violations(List.of(new Promise.Accuracy(0.9)), recipe, optimistic);
    assertThat(Limits.lower(broken, RUNS, 0.05)).isGreaterThan(DELTA + SLACK);
  }

  private static int violations(
      List<Promise> promises, Recipe recipe, UnaryOperator<JudgedRow> glasses) {
    int broken = 0;
    World world = World.of(recipe, 0);
    for (int run = 0; run < RUNS; run++) {
      if (run % 40 == 0) {
        world = World.of(recipe, run);
      }
      World.Outcome outcome =
          world.play(
              promises, 1 - DELTA, TRAINED, JUDGED, recipe.mostCopies(), glasses, 7000 + run);
      broken += outcome.kept() ? 0 : 1;
    }
    return broken;
  }
}
