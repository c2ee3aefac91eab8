package io.understudy.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.understudy.call.Promise;
import io.understudy.judge.World.Recipe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeTest {
  private static final List<Promise> F1 = List.of(new Promise.F1(0.9));
  private static final List<Promise> ACCURACY = List.of(new Promise.Accuracy(0.9));
  private static final Population TABLE = Populations.distinct(16_000, 700, 300);

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.2, 0.09})
  void aPerfectProxyPlaysAlone(double trueShare) {
    for (int seed = 0; seed < 20; seed++) {
      Decision decision =
          World.of(new Recipe(6000, 2, trueShare, 0, 0, true, 1), seed)
              .play(F1, 0.9, 700, 300, 1, UnaryOperator.identity(), seed)
              .decision();
      assertThat(decision.name()).isEqualTo("USE_PROXY");
    }
  }

  @Test
  void aGoodProxyPlaysAloneAndAFairOneInACascade() {
    assertThat(names(new Recipe(8000, 2, 0.5, 0.04, 0.04, true, 1), F1, 1))
        .containsOnly("USE_PROXY");
    assertThat(names(new Recipe(8000, 2, 0.5, 0.15, 0.15, true, 1), F1, 1)).containsOnly("CASCADE");
    assertThat(names(new Recipe(8000, 77, 0, 0.2, 0.2, true, 1), ACCURACY, 1))
        .containsOnly("CASCADE");
    assertThat(names(new Recipe(8000, 2, 0.5, 0.15, 0.15, true, 5), F1, 5)).containsOnly("CASCADE");
  }

  @Test
  void aHopelessProxyDoesNotPlay() {
    assertThat(names(new Recipe(8000, 2, 0.5, 0.9, 0.9, false, 1), F1, 1)).containsOnly("USE_LLM");
    assertThat(names(new Recipe(8000, 20, 0, 0.95, 0.95, false, 1), ACCURACY, 1))
        .containsOnly("USE_LLM");
    // It agrees on 95% by never saying true.
    assertThat(names(new Recipe(8000, 2, 0.05, 1, 0, false, 1), F1, 1)).doesNotContain("USE_PROXY");
  }

  // The promise would allow it: a wrong answer in ten leaves room for guessing at a sixth of the
  // rows.
  @Test
  void aCoinHardlyEverPlays() {
    List<String> names = names(new Recipe(8000, 2, 0.5, 0.5, 0.5, false, 1), F1, 1);
    assertThat(Collections.frequency(names, "USE_LLM")).isGreaterThanOrEqualTo(13);
  }

  private static List<String> names(Recipe recipe, List<Promise> promises, double maxWeight) {
    List<String> names = new ArrayList<>();
    for (int seed = 0; seed < 15; seed++) {
      World world = World.of(recipe, seed);
      UnaryOperator<JudgedRow> asSeen = UnaryOperator.identity();
      names.add(world.play(promises, 0.9, 700, 300, maxWeight, asSeen, seed).decision().name());
    }
    return names;
  }

  // Section 6.3 of the statistics note: 45 clean rows certify 5% at delta 0.1, 44 do not.
  @Test
  void asManyCleanRowsAreNeededAsTheBinomialSays() {
    Population endless = new Population(1_000_000_000L, 0, 1_000_000_000L, 1e9, 0);
    List<Promise> promise = List.of(new Promise.Accuracy(0.95));
    assertThat(Judge.decide(JudgeInput.distinct(promise, 0.9, 2, clean(45), endless)))
        .isInstanceOf(Decision.UseProxy.class);
    Decision tooFew = Judge.decide(JudgeInput.distinct(promise, 0.9, 2, clean(44), endless));
    assertThat(tooFew).isInstanceOf(Decision.UseLlm.class);
    assertThat(tooFew.describe())
        .contains("not good enough for the promise")
        .contains("44 judging rows are too few");
  }

  @Test
  void theCertificateSaysWhatWasSeen() {
    List<JudgedRow> rows = new ArrayList<>(clean(297));
    rows.add(JudgedRow.single(1, 0, 0.49));
    rows.add(JudgedRow.single(1, 0, 0.2));
    rows.add(JudgedRow.single(0, 0, Double.NaN));
    Population endless = new Population(1_000_000_000L, 0, 1_000_000_000L, 1e9, 0);
    Decision decision = Judge.decide(JudgeInput.distinct(ACCURACY, 0.9, 2, rows, endless));
    Certificate certificate = ((Decision.UseProxy) decision).certificate();
    assertThat(certificate.judged()).isEqualTo(300);
    assertThat(certificate.errors()).isEqualTo(2);
    assertThat(certificate.shareServed()).isEqualTo(299 / 300.0);
    assertThat(certificate.agreementAlone()).isCloseTo(297 / 299.0, within(1e-12));
    assertThat(certificate.agreementLower()).isCloseTo(Limits.lower(298, 300, 0.1), within(1e-6));
    assertThat(certificate.evidence())
        .isCloseTo(1 / Tails.binomial(2, 300, 0.1), within(1e-3 / Tails.binomial(2, 300, 0.1)));
    assertThat(decision.serves(Double.NaN)).isFalse();
  }

  @Test
  void rowsOfEqualCertaintyAreServedTogetherOrNotAtAll() {
    List<JudgedRow> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      boolean sure = i % 2 == 0;
      int llm = i % 4 < 2 ? 1 : 0;
      boolean wrong = !sure && i % 5 < 2;
      int proxy = wrong ? 1 - llm : llm;
      double certainty = sure ? 0.4 : 0.1;
      rows.add(JudgedRow.single(llm, proxy, proxy == 1 ? 0.5 + certainty : 0.5 - certainty));
    }
    Decision.Cascade cascade =
        (Decision.Cascade) Judge.decide(JudgeInput.distinct(F1, 0.9, 2, rows, TABLE));
    assertThat(cascade.certificate().shareServed()).isEqualTo(0.5);
    assertThat(cascade.lower()).isBetween(0.1, 0.4);
    assertThat(cascade.upper()).isCloseTo(1 - cascade.lower(), within(1e-12));
    assertThat(cascade.serves(0.9)).isTrue();
    assertThat(cascade.serves(0.1)).isTrue();
    assertThat(cascade.serves(0.6)).isFalse();
  }

  @Test
  void aCascadeThatSavesLessThanATenthOfTheCallsIsNotWorthIt() {
    Population small = Populations.distinct(1100, 700, 300);
    Decision decision = Judge.decide(JudgeInput.distinct(F1, 0.9, 2, clean(300), small));
    assertThat(decision.describe()).contains("less than a tenth").contains("saves 9.1%");
  }

  @Test
  void rowsHeavierThanTheBoundAreAskedAndDoNotJudge() {
    List<JudgedRow> rows = new ArrayList<>(clean(100));
    IntStream.range(0, 50).forEach(i -> rows.add(new JudgedRow(1, 0, 0.01, 1000)));
    Population table = new Population(16_000, 800, 15_000, 100_000, 0);
    Decision decision = Judge.decide(new JudgeInput(ACCURACY, 0.9, 2, rows, 1, table));
    assertThat(((Decision.UseProxy) decision).certificate().judged()).isEqualTo(100);
  }

  @Test
  void allPromisesMustPass() {
    Recipe manyFalseAlarms = new Recipe(8000, 2, 0.3, 0.01, 0.25, true, 1);
    List<Promise> recall = List.of(new Promise.Recall(0.9));
    List<Promise> both = List.of(new Promise.Recall(0.9), new Promise.Precision(0.9));
    assertThat(names(manyFalseAlarms, recall, 1)).containsOnly("USE_PROXY");
    assertThat(names(manyFalseAlarms, both, 1)).containsOnly("CASCADE");
  }

  @Test
  void whatCannotBeJudgedIsRefusedWithTheReason() {
    assertThatThrownBy(() -> JudgeInput.distinct(F1, 0.9, 3, clean(9), TABLE))
        .hasMessageContaining("F1 >= 0.9 needs two classes");
    assertThatThrownBy(
            () ->
                Judge.decide(
                    JudgeInput.distinct(F1, 0.9, 2, clean(9), Populations.distinct(700, 695, 5))))
        .hasMessageContaining("9 judging rows from 5 open contents");
    assertThat(Judge.decide(JudgeInput.distinct(F1, 0.9, 2, List.of(), TABLE)))
        .isInstanceOf(Decision.UseLlm.class);
  }

  private static List<JudgedRow> clean(int n) {
    return IntStream.range(0, n)
        .mapToObj(i -> JudgedRow.single(i % 2, i % 2, i % 2 == 1 ? 0.6 + i * 1e-4 : 0.4 - i * 1e-4))
        .toList();
  }
}
