package io.understudy.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.call.Promise;
import io.understudy.model.Features;
import io.understudy.model.LinearModel;
import io.understudy.model.LogisticFit;
import io.understudy.model.Scorer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcquisitionTest {
  private static final List<Promise> ACCURACY = List.of(new Promise.Accuracy(0.9));
  private static final List<Promise> F1 = List.of(new Promise.F1(0.9));

  private static List<Integer> bought(Table table, List<Promise> promises, int labels) {
    List<Integer> bought = new ArrayList<>();
    new Acquisition(
            table.rows(),
            table.llm().length,
            table.classes(),
            promises,
            LabelPlan.of(labels, 0.4, table.classes()),
            positions -> {
              bought.addAll(positions);
              return positions.stream().mapToInt(i -> table.llm()[i]).toArray();
            },
            (rows, seen, near) -> Table.logistic(rows, seen, table.classes(), near))
        .run();
    return bought;
  }

  @Test
  void anEasyTableIsLearntFromTheLabelsThatArePlanned() {
    List<Integer> bought = bought(Table.of(4000, 2, 0.5, 0, 0.3, 1), ACCURACY, 300);
    assertThat(bought).hasSize(180);
    assertThat(new HashSet<>(bought)).hasSize(180);
    assertThat(bought.subList(0, 72)).isEqualTo(IntStream.range(0, 72).boxed().toList());
  }

  @Test
  void whereTheLlmHasToAnswerAnywayMoreIsLearntFromIt() {
    List<Integer> hard = bought(Table.of(4000, 2, 0.5, 0.2, 0.8, 1), ACCURACY, 300);
    assertThat(hard.size()).isBetween(250, 1200);
    assertThat(new HashSet<>(hard)).hasSameSizeAs(hard);
  }

  @Test
  void afterTheStartUncertainRowsComeFirst() {
    Table table = Table.of(4000, 2, 0.5, 0, 1.2, 2);
    List<Integer> bought = bought(table, ACCURACY, 300);
    LinearModel model =
        LogisticFit.fit(table.vectors().subList(0, 1000), first(table.llm(), 1000), 2, 3);
    assertThat(meanDistance(table, model, bought.subList(72, 180)))
        .isLessThan(0.5 * meanDistance(table, model, bought.subList(0, 72)));
  }

  @Test
  void rareTrueRowsAreAskedAlmostAllOfThem() {
    Table table = Table.of(4000, 2, 0.01, 0, 0.6, 6);
    List<Integer> bought = bought(table, F1, 400);
    long all = IntStream.of(table.llm()).sum();
    long found = bought.stream().filter(i -> table.llm()[i] == 1).count();
    assertThat(all).isBetween(25L, 60L);
    assertThat(found).isGreaterThan(all * 9 / 10);
  }

  @Test
  void aSingleClassIsBoughtUniformlyAndCannotBeLearnt() {
    Table table = Table.of(3000, 2, 0, 0, 0.6, 5);
    List<Integer> bought = bought(table, F1, 300);
    assertThat(bought).isEqualTo(IntStream.range(0, 180).boxed().toList());
  }

  @Test
  void failedAnswersAreNotAskedAgainAndNotLearnt() {
    Table table = Table.of(2000, 2, 0.5, 0, 0.6, 7);
    List<Integer> asked = new ArrayList<>();
    List<Integer> learnt = Collections.synchronizedList(new ArrayList<>());
    Acquired acquired =
        new Acquisition(
                table.rows(),
                2000,
                2,
                ACCURACY,
                LabelPlan.of(200, 0.4, 2),
                positions -> {
                  asked.addAll(positions);
                  return positions.stream()
                      .mapToInt(i -> i % 3 == 0 ? LabelSource.NONE : table.llm()[i])
                      .toArray();
                },
                (rows, seen, near) -> {
                  learnt.add(rows.size());
                  return Table.logistic(rows, seen, 2, near);
                })
            .run();
    assertThat(new HashSet<>(asked)).hasSameSizeAs(asked);
    assertThat(learnt).allMatch(n -> n <= 0.8 * asked.size());
    assertThat(acquired.model()).isNotNull();
  }

  /** Otherwise the rows that are held out would have been seen. */
  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void aFitBeginsAtAModelOfItsOwnRowsOnly(int classes) {
    Table table = Table.of(4000, classes, 0.5, 0.2, 0.8, 1);
    Map<Scorer, Set<Features>> learnt = Collections.synchronizedMap(new IdentityHashMap<>());
    new Acquisition(
            table.rows(),
            table.llm().length,
            classes,
            ACCURACY,
            LabelPlan.of(300, 0.4, classes),
            positions -> positions.stream().mapToInt(i -> table.llm()[i]).toArray(),
            (rows, seen, near) -> {
              if (near != null) {
                assertThat(rows).containsAll(learnt.get(near));
              }
              Scorer model = Table.logistic(rows, seen, classes, near);
              learnt.put(model, Set.copyOf(rows));
              return model;
            })
        .run();
    assertThat(learnt.size()).isGreaterThan(20);
  }

  @Test
  void whereNobodyJudgesNothingIsForecast() {
    Table table = Table.of(4000, 2, 0.5, 0.2, 0.8, 1);
    List<Integer> fits = new ArrayList<>();
    Acquired acquired =
        new Acquisition(
                table.rows(),
                table.llm().length,
                2,
                ACCURACY,
                new LabelPlan(72, 180, 180, 0, 0),
                positions -> positions.stream().mapToInt(i -> table.llm()[i]).toArray(),
                (rows, seen, near) -> {
                  fits.add(rows.size());
                  return Table.logistic(rows, seen, 2, near);
                })
            .run();
    assertThat(acquired.model()).isNotNull();
    assertThat(acquired.forecast()).isZero();
    // One fit a round: none of them leaves labels out.
    assertThat(fits).isSorted().doesNotHaveDuplicates().endsWith(180);
  }

  private static int[] first(int[] labels, int n) {
    return java.util.Arrays.copyOf(labels, n);
  }

  private static double meanDistance(Table table, LinearModel model, List<Integer> rows) {
    float[] probabilities = model.newScores();
    return rows.stream()
        .mapToDouble(
            i -> {
              model.score(table.vectors().get(i), probabilities);
              return Math.abs(probabilities[1] - 0.5);
            })
        .average()
        .orElseThrow();
  }
}
