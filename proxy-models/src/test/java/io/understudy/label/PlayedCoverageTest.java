package io.understudy.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.call.Promise;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.special.Beta;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The promise is broken with probability at most delta when everything is played: labels bought
 * round by round because of earlier labels, a model trained on them, judges drawn from the rest. A
 * thousand worlds for each promise, over all kinds of tables.
 */
class PlayedCoverageTest {
  private static final int WORLDS = Integer.getInteger("understudy.test.worlds", 1000);
  private static final double DELTA = 0.1;

  /** Many classes take a hundred times as long to learn. */
  private static final int ONE_OF_MANY_CLASSES = 40;

  /** What came of one world. */
  private record Played(Kind kind, boolean kept, boolean served) {}

  static Stream<Arguments> promises() {
    List<Kind> two = Kind.ofTwoClasses();
    return Stream.of(
        Arguments.of(List.of(new Promise.Accuracy(0.9)), List.of(Kind.values())),
        Arguments.of(List.of(new Promise.F1(0.9)), two),
        Arguments.of(List.of(new Promise.Precision(0.9)), two),
        Arguments.of(List.of(new Promise.Recall(0.9)), two),
        Arguments.of(List.of(new Promise.Precision(0.85), new Promise.Recall(0.85)), two));
  }

  @ParameterizedTest
  @MethodSource("promises")
  void thePromiseIsBrokenAtMostAsOftenAsStated(List<Promise> promises, List<Kind> kinds) {
    List<Played> played = played(promises, kinds, WORLDS, false);
    Map<Kind, List<Played>> byKind =
        new TreeMap<>(played.stream().collect(Collectors.groupingBy(Played::kind)));
    StringBuilder table = new StringBuilder();
    byKind.forEach(
        (kind, worlds) ->
            table.append(
                "%n%s: %d of %d broken, the understudy plays in %d"
                    .formatted(kind, broken(worlds), worlds.size(), served(worlds))));
    assertThat(upperLimit(broken(played), WORLDS)).as("%s", table).isLessThanOrEqualTo(DELTA);
    byKind.forEach(
        (kind, worlds) ->
            assertThat(lowerLimit(broken(worlds), worlds.size()))
                .as("%s: %s", kind, table)
                .isLessThanOrEqualTo(DELTA));
    byKind.forEach(
        (kind, worlds) ->
            assertThat(kind == Kind.HOPELESS || served(worlds) > worlds.size() / 4)
                .as("who never plays proves nothing, %s: %s", kind, table)
                .isTrue());
  }

  @Test
  void judgingByRowsThatWereLearntIsCaught() {
    List<Played> played =
        played(List.of(new Promise.Accuracy(0.9)), List.of(Kind.BORDERLINE), WORLDS / 10, true);
    assertThat(lowerLimit(broken(played), played.size())).isGreaterThan(DELTA);
  }

  private static List<Played> played(
      List<Promise> promises, List<Kind> kinds, int worlds, boolean byLearntRows) {
    return IntStream.range(0, worlds)
        .parallel()
        .mapToObj(world -> play(promises, kindOf(world, kinds), world, byLearntRows))
        .toList();
  }

  private static Kind kindOf(int world, List<Kind> kinds) {
    if (kinds.contains(Kind.SEVENTY_SEVEN)) {
      return world % ONE_OF_MANY_CLASSES == 0
          ? Kind.SEVENTY_SEVEN
          : kinds.get(world % (kinds.size() - 1));
    }
    return kinds.get(world % kinds.size());
  }

  private static Played play(List<Promise> promises, Kind kind, int world, boolean byLearntRows) {
    Table table = kind.table(world);
    int size = table.llm().length;
    // Every second pool is a part of the table only.
    int pool = world / kind.classes() % 2 == 0 ? size : size / 2;
    Table.Outcome outcome =
        table.play(new Table.Terms(promises, kind.labels(), pool, byLearntRows), 31L * world + 7);
    return new Played(kind, outcome.kept(), outcome.calls() < size);
  }

  private static long served(List<Played> played) {
    return played.stream().filter(Played::served).count();
  }

  private static int broken(List<Played> played) {
    return (int) played.stream().filter(world -> !world.kept()).count();
  }

  /** Clopper and Pearson, at 95%. */
  private static double upperLimit(int broken, int worlds) {
    double low = 0;
    double high = 1;
    for (int i = 0; i < 40; i++) {
      double middle = (low + high) / 2;
      boolean likely =
          broken >= worlds
              || Beta.regularizedBeta(1 - middle, worlds - broken, broken + 1.0) > 0.05;
      low = likely ? middle : low;
      high = likely ? high : middle;
    }
    return high;
  }

  private static double lowerLimit(int broken, int worlds) {
    return 1 - upperLimit(worlds - broken, worlds);
  }
}
