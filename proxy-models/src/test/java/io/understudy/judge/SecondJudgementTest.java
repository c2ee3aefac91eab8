package io.understudy.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.understudy.call.Promise;
import io.understudy.judge.SecondJudgement.Drawn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A model is judged on a table; then the table grows to twice its size, and the model is judged
 * again by the first of all contents in the order of the judges, as the stage does.
 */
class SecondJudgementTest {
  private static final int WORLDS = 200;
  private static final int OLD_ROWS = 4000;
  private static final int LEARNT = 600;
  private static final int JUDGES = 400;
  private static final double CONFIDENCE = 0.9;

  /**
   * @param promise what is to be kept
   * @param errors share of the old rows that the model gets wrong
   * @param errorsAfter the same of the rows that come later: their meaning has shifted
   */
  private record Shift(Promise promise, int classes, double errors, double errorsAfter) {}

  static Stream<Shift> shifts() {
    return Stream.of(
        new Shift(new Promise.F1(0.9), 2, 0.04, 0.25),
        new Shift(new Promise.Accuracy(0.9), 2, 0.06, 0.25),
        new Shift(new Promise.Accuracy(0.9), 2, 0.15, 0.40),
        new Shift(new Promise.Accuracy(0.9), 5, 0.08, 0.30));
  }

  /** What became of one seeded world. */
  private record Outcome(boolean judged, boolean noticed, boolean kept) {}

  @ParameterizedTest
  @MethodSource("shifts")
  void aShiftHalfWayIsNoticedAndASteadyTableIsNot(Shift shift) {
    int judged = 0;
    int noticed = 0;
    int alarms = 0;
    int broken = 0;
    for (int seed = 0; seed < WORLDS; seed++) {
      Outcome shifted = play(shift, shift.errorsAfter(), seed);
      Outcome steady = play(shift, shift.errors(), 1000 + seed);
      judged += shifted.judged() ? 1 : 0;
      noticed += shifted.noticed() ? 1 : 0;
      alarms += steady.noticed() ? 1 : 0;
      broken += shifted.kept() ? 0 : 1;
    }
    assertThat(judged).isEqualTo(WORLDS);
    assertThat(noticed).isGreaterThanOrEqualTo(WORLDS * 95 / 100);
    assertThat(alarms).isLessThanOrEqualTo(WORLDS / 10);
    // 27 of 200 lie within chance of a rate of 0.1: P(more) is below 0.05.
    assertThat(broken).isLessThanOrEqualTo(27);
  }

  private record Content(JudgedRow row, boolean learnt) {}

  private static Outcome play(Shift shift, double errorsAfter, long seed) {
    Random random = new Random(seed);
    List<Content> old = contents(shift.classes(), shift.errors(), OLD_ROWS, random);
    List<Content> all = new ArrayList<>();
    for (int i = 0; i < old.size(); i++) {
      all.add(new Content(old.get(i).row(), i < LEARNT));
    }
    List<JudgedRow> judges = old.stream().skip(LEARNT).limit(JUDGES).map(Content::row).toList();
    Decision then =
        Judge.decide(
            JudgeInput.distinct(
                List.of(shift.promise()),
                CONFIDENCE,
                shift.classes(),
                judges,
                Populations.distinct(OLD_ROWS, LEARNT, JUDGES)));
    if (!(then instanceof Decision.UseProxy) && !(then instanceof Decision.Cascade)) {
      return new Outcome(false, false, true);
    }
    all.addAll(contents(shift.classes(), errorsAfter, OLD_ROWS, random));
    Collections.shuffle(all, random);
    SecondJudgement now =
        SecondJudgement.of(
            Drift.Scored.of(judges),
            all.stream()
                .limit(JUDGES)
                .map(content -> new Drawn(content.row(), content.learnt()))
                .toList(),
            List.of(shift.promise()),
            CONFIDENCE,
            shift.classes(),
            all.size(),
            all.size(),
            all.size(),
            1);
    return new Outcome(
        true, now.drift().noticed() || !now.plays(), kept(shift.promise(), now.decision(), all));
  }

  /** Whether the answers to all contents keep the promise; what was drawn is answered by labels. */
  private static boolean kept(Promise promise, Decision decision, List<Content> all) {
    List<JudgedRow> rows = all.stream().map(Content::row).toList();
    boolean[] served = new boolean[rows.size()];
    for (int i = JUDGES; i < served.length; i++) {
      served[i] = !all.get(i).learnt() && decision.serves(rows.get(i).score());
    }
    return Clause.of(promise).measured(rows, served) >= promise.target();
  }

  /** Errors are likelier where the model is less certain. */
  private static List<Content> contents(int classes, double errors, int size, Random random) {
    List<Content> contents = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int llm = classes == 2 ? (random.nextDouble() < 0.3 ? 1 : 0) : random.nextInt(classes);
      double certainty = random.nextDouble();
      boolean wrong = random.nextDouble() < errors * 2 * (1 - certainty);
      int proxy = wrong ? (llm + 1) % classes : llm;
      double score =
          classes > 2
              ? 0.1 + 0.9 * certainty
              : 0.5 + (proxy == 1 ? 0.5 : -0.5) * (certainty + 1e-9);
      contents.add(new Content(JudgedRow.single(llm, proxy, score), false));
    }
    return contents;
  }

  @Test
  void rowsThatWereLearntFromProveNothing() {
    Random random = new Random(5);
    List<Drawn> learnt =
        contents(2, 0, 300, random).stream().map(one -> new Drawn(one.row(), true)).toList();
    SecondJudgement judgement =
        SecondJudgement.of(
            new Drift.Scored(new float[0], 0),
            learnt,
            List.of(new Promise.Accuracy(0.9)),
            0.9,
            2,
            5000,
            5000,
            5000,
            1);
    assertThat(judgement.plays()).isFalse();
    assertThat(judgement.drift().judgedNow()).isZero();
    assertThat(judgement.drift().noticed()).isFalse();
  }

  @Test
  void figuresAreThoseOfTheTextbooks() {
    // Fisher's table 3 1 / 1 3 has P = 17 / 70.
    float[] four = {0, 0, 1, 1};
    Drift tea = Drift.between(new Drift.Scored(four, 1), new Drift.Scored(four, 3));
    assertThat(tea.errorsP()).isCloseTo(17 / 70.0, offset(1e-12));
    assertThat(tea.distance()).isZero();
    float[] low = new float[100];
    float[] high = new float[100];
    for (int i = 0; i < 100; i++) {
      low[i] = i / 100f;
      high[i] = (i + 20) / 100f;
    }
    Drift moved = Drift.between(new Drift.Scored(low, 0), new Drift.Scored(high, 0));
    assertThat(moved.distance()).isCloseTo(0.2, offset(1e-9));
    // Of 100 and 100 rows, .2 is between the critical values of 5% (.192) and 1% (.230).
    assertThat(moved.scoresP()).isBetween(0.01, 0.05);
  }
}
