package io.understudy.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.call.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatabilityTest {

  @Test
  void countsEqualAnswers() {
    assertThat(Repeatability.of(twice(50, 1))).isEqualTo(new Repeatability(50, 49));
    assertThat(Repeatability.of(twice(50, 1)).describe())
        .isEqualTo("asked twice about 50 rows, the LLM agrees with itself on 98.0%");
    assertThat(Repeatability.of(List.of()).known()).isFalse();
  }

  /** P(X >= k) for X ~ B(50, 0.1): .122 at 8, .058 at 9. */
  @Test
  void turnsDownWhereTheUpperLimitLiesBelowThePromise() {
    List<Promise> promises = List.of(new Promise.Accuracy(0.9));
    assertThat(Repeatability.obstacle(twice(50, 8), promises, 0.9)).isEmpty();
    assertThat(Repeatability.obstacle(twice(50, 9), promises, 0.9))
        .hasValueSatisfying(
            reason -> {
              assertThat(reason.code()).isEqualTo(Reason.Code.NOT_REPEATABLE);
              assertThat(reason.sentence())
                  .isEqualTo(
                      "The LLM agrees with itself less than the promise asks for. Of accuracy >="
                          + " 0.9 its second answers to 50 rows reach 0.820; 41 of them are as"
                          + " before.");
            });
    assertThat(Repeatability.obstacle(twice(50, 9), List.of(new Promise.Accuracy(0.8)), 0.9))
        .isEmpty();
    assertThat(Repeatability.obstacle(List.of(), promises, 0.9)).isEmpty();
  }

  /** Few true rows: nearly all answers are equal, and still none of the true ones came back. */
  @Test
  void measuresTheSecondAnswersAsThePromiseDoes() {
    List<JudgedRow> rows = new ArrayList<>();
    IntStream.range(0, 90).forEach(i -> rows.add(JudgedRow.single(0, 0, 1)));
    IntStream.range(0, 5).forEach(i -> rows.add(JudgedRow.single(1, 0, 1)));
    IntStream.range(0, 5).forEach(i -> rows.add(JudgedRow.single(0, 1, 1)));
    assertThat(Repeatability.obstacle(rows, List.of(new Promise.Accuracy(0.85)), 0.9)).isEmpty();
    assertThat(Repeatability.obstacle(rows, List.of(new Promise.F1(0.85)), 0.9)).isPresent();
    assertThat(Repeatability.obstacle(rows, List.of(new Promise.Recall(0.85)), 0.9)).isPresent();
  }

  /** An LLM that keeps the promise by a hair is turned down in at most one case of ten. */
  @ParameterizedTest
  @CsvSource({"accuracy, 30", "accuracy, 50", "accuracy, 100", "f1, 50", "f1, 100", "recall, 50"})
  void seldomTurnsDownAnLlmThatKeepsThePromise(String kind, int rows) {
    Promise promise =
        switch (kind) {
          case "accuracy" -> new Promise.Accuracy(0.9);
          case "f1" -> new Promise.F1(0.9);
          default -> new Promise.Recall(0.9);
        };
    SplittableRandom random = new SplittableRandom(7);
    int worlds = 2000;
    int turnedDown = 0;
    for (int world = 0; world < worlds; world++) {
      List<JudgedRow> twice =
          IntStream.range(0, rows).mapToObj(i -> atTheBorder(promise, random)).toList();
      turnedDown += Repeatability.obstacle(twice, List.of(promise), 0.9).isPresent() ? 1 : 0;
    }
    assertThat(Limits.lower(turnedDown, worlds, 0.01)).isLessThanOrEqualTo(0.1);
    assertThat(turnedDown).as("a test that never turns anybody down is none").isPositive();
  }

  /** One row of an LLM whose second answers reach 0.9 exactly, with 40% true rows. */
  private static JudgedRow atTheBorder(Promise promise, SplittableRandom random) {
    boolean isTrue = random.nextDouble() < 0.4;
    double ofTrue = promise instanceof Promise.Accuracy || isTrue ? 0.1 : 0;
    // 2 TP / (2 TP + FN + FP) is 0.9 with FN = FP = 0.04.
    double flips = promise instanceof Promise.F1 && !isTrue ? 0.04 / 0.6 : ofTrue;
    int first = isTrue ? 1 : 0;
    return JudgedRow.single(first, random.nextDouble() < flips ? 1 - first : first, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 50, 100})
  void findsAnLlmThatGuesses(int rows) {
    assertThat(
            Repeatability.obstacle(twice(rows, rows / 3), List.of(new Promise.Accuracy(0.9)), 0.9))
        .isPresent();
  }

  private static List<JudgedRow> twice(int rows, int different) {
    return IntStream.range(0, rows)
        .mapToObj(i -> JudgedRow.single(i % 2, i < different ? 1 - i % 2 : i % 2, 1))
        .toList();
  }
}
