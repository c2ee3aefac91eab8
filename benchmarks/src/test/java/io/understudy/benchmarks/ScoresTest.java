package io.understudy.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScoresTest {
  private static final List<String> TRUTH = List.of("a", "a", "a", "b", "b", "c");

  @Test
  void countsAMissingAnswerAsWrong() {
    List<String> answers = List.of("a", "a", "", "b", "a", "c");

    assertThat(Scores.agreement(answers, TRUTH)).isEqualTo(4.0 / 6);
    assertThat(Scores.f1(answers, TRUTH, "a")).isEqualTo(2 * 2.0 / (3 + 3));
    assertThat(Scores.f1(answers, TRUTH, "b")).isEqualTo(2 * 1.0 / (1 + 2));
  }

  @Test
  void givesEachClassTheSameWeight() {
    List<String> answers = List.of("a", "a", "a", "b", "b", "a");

    assertThat(Scores.macroF1(answers, TRUTH, List.of("a", "b", "c")))
        .isCloseTo((6.0 / 7 + 1 + 0) / 3, within(1e-12));
  }

  @Test
  void aClassThatNobodyNamesIsNoError() {
    assertThat(Scores.f1(TRUTH, TRUTH, "d")).isEqualTo(1);
  }
}
