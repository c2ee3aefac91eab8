package io.understudy.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.understudy.call.Promise;
import io.understudy.model.Features;
import io.understudy.projection.CrossValidation;
import io.understudy.projection.Outlook;
import io.understudy.projection.Pilot;
import io.understudy.projection.Projector;
import io.understudy.projection.Range;
import io.understudy.projection.Setting;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs are projected from their own uniform start, then played; intervals hold what came out. */
class ProjectedRunTest {
  private static final int WORLDS = 40;
  private static final int ROWS = 3000;
  private static final int LABELS = 500;

  // At 90% true coverage, fewer than 31 of 40 are covered with probability 0.005.
  private static final double LEAST = 0.77;

  static Stream<Arguments> tables() {
    return Stream.of(
        Arguments.of(new Promise.Accuracy(0.9), 2, 0.5, 0.1, 1.0),
        Arguments.of(new Promise.F1(0.9), 2, 0.4, 0.1, 0.9),
        Arguments.of(new Promise.Accuracy(0.85), 5, 0, 0.1, 0.9));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void callsAndAgreementAreCovered(
      Promise promise, int classes, double trueShare, double noise, double spread) {
    int calls = 0;
    int agreement = 0;
    for (int world = 0; world < WORLDS; world++) {
      Table table = Table.of(ROWS, classes, trueShare, noise, spread, world);
      Table.Outcome played =
          table.play(new Table.Terms(List.of(promise), LABELS, ROWS, false), 31 * world + 7);
      Outlook outlook = projector(table, List.of(promise), world).run();
      calls += outlook.calls().covers(played.calls()) ? 1 : 0;
      agreement += outlook.agreement().covers(played.agreement()) ? 1 : 0;
    }
    assertThat(calls / (double) WORLDS).as("calls").isGreaterThanOrEqualTo(LEAST);
    assertThat(agreement / (double) WORLDS).as("agreement").isGreaterThanOrEqualTo(LEAST);
  }

  @Test
  void stricterTargetsAreProjectedToNeedMoreCalls() {
    Table table = Table.of(ROWS, 2, 0.5, 0.1, 1.0, 3);
    List<Outlook> byTarget = projector(table, List.of(new Promise.Accuracy(0.9)), 3).byTarget();
    assertThat(byTarget).hasSameSizeAs(Projector.TARGETS);
    assertThat(byTarget.get(0).calls().middle()).isLessThan(byTarget.get(4).calls().middle());
    assertThat(byTarget.get(7).calls().middle()).isGreaterThan(0.9 * ROWS);
  }

  @Test
  void aHopelessQuestionIsProjectedToGoToTheLlm() {
    Table table = Table.of(ROWS, 2, 0.5, 1.0, 1.0, 3);
    Outlook run = projector(table, List.of(new Promise.Accuracy(0.95)), 3).run();
    assertThat(run.plays()).isLessThan(0.25);
    assertThat(run.calls().middle()).isEqualTo(ROWS);
    assertThat(run.calls().high()).isEqualTo(ROWS);
    assertThat(run.alone().covers(0.5)).isTrue();
  }

  @Test
  void noMoreLabelsAreProjectedThanThereAreRows() {
    Table table = Table.of(ROWS, 2, 0.5, 0.1, 1.0, 3);
    assertThat(projector(table, List.of(new Promise.Accuracy(0.9)), 3).byLabels())
        .extracting(outlook -> outlook.setting().labels())
        .containsExactly(250, 500, 1000, 2000);
  }

  @Test
  void secondAnswersAreTakenOutOfTheLabelsAndPaidFor() {
    Table table = Table.of(ROWS, 2, 0.5, 0.1, 1.0, 3);
    Pilot pilot = pilot(table, 120, 3).orElseThrow();
    List<Promise> promises = List.of(new Promise.Accuracy(0.9));
    Outlook once = new Projector(pilot, new Setting(ROWS, promises, 0.9, 450, 0.4, 0), 3).run();
    Outlook twice = new Projector(pilot, new Setting(ROWS, promises, 0.9, 500, 0.4, 0.1), 3).run();
    assertThat(once.plays()).isPositive();
    assertThat(twice.learnt()).isEqualTo(once.learnt());
    assertThat(twice.served()).isEqualTo(once.served());
    assertThat(twice.calls().middle()).isEqualTo(once.calls().middle() + 50);
    assertThat(twice.calls().high()).isCloseTo(once.calls().high() + 50, within(1e-6));
  }

  /** 540 to learn from are more than half of the table, 660 more than all of it. */
  @ParameterizedTest
  @ValueSource(ints = {900, 1100})
  void labelsForMostOfATableAreBoughtAsProjected(int labels) {
    Table table = Table.of(600, 2, 0.5, 0.1, 1.0, 3);
    List<Promise> promises = List.of(new Promise.Accuracy(0.9));
    int[] bought = new int[1];
    new Acquisition(
            table.rows(),
            600,
            2,
            promises,
            LabelPlan.of(labels, 0.4, 2),
            positions -> {
              bought[0] += positions.size();
              return positions.stream().mapToInt(i -> table.llm()[i]).toArray();
            },
            (rows, answers, near) -> Table.logistic(rows, answers, 2, near))
        .run();
    Outlook run =
        new Projector(
                pilot(table, 240, 3).orElseThrow(),
                new Setting(600, promises, 0.9, labels, 0.4, 0),
                3)
            .run();
    assertThat(run.learnt()).isEqualTo(new Range(bought[0], bought[0], bought[0]));
  }

  @Test
  void equalSeedsProjectEqually() {
    Table table = Table.of(ROWS, 2, 0.5, 0.1, 1.0, 3);
    assertThat(projector(table, List.of(new Promise.F1(0.9)), 3).run())
        .isEqualTo(projector(table, List.of(new Promise.F1(0.9)), 3).run());
  }

  @Test
  void tooFewLabelsAndLabelsOfOneClassProjectNothing() {
    Table table = Table.of(200, 2, 0.5, 0, 1.0, 3);
    assertThat(pilot(table, 39, 3)).isEmpty();
    assertThat(pilot(table, 40, 3)).isPresent();
    assertThat(pilot(Table.of(200, 2, 0, 0, 1.0, 3), 100, 3)).isEmpty();
  }

  private static Projector projector(Table table, List<Promise> promises, int world) {
    int start = LabelPlan.of(LABELS, 0.4, table.classes()).start();
    return new Projector(
        pilot(table, start, world).orElseThrow(),
        new Setting(table.llm().length, promises, 0.9, LABELS, 0.4, 0),
        world);
  }

  private static java.util.Optional<Pilot> pilot(Table table, int labels, int world) {
    List<Integer> start = table.order(31 * world + 7).subList(0, labels);
    return CrossValidation.of(
        start.stream().map(i -> Features.ofVector(table.vectors().get(i))).toList(),
        start.stream().mapToInt(i -> table.llm()[i]).toArray(),
        table.classes(),
        (rows, labelled, near) -> Table.logistic(rows, labelled, table.classes(), near));
  }
}
