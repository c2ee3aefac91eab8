package io.understudy.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.understudy.call.Promise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EvidenceTestTest {
  private static final double DELTA = 0.1;

  @Provide
  Arbitrary<Promise> promises() {
    return Arbitraries.of(
        new Promise.F1(0.9),
        new Promise.F1(0.7),
        new Promise.Accuracy(0.9),
        new Promise.Precision(0.85),
        new Promise.Recall(0.95));
  }

  // The judge's validity rests on this: see docs/design/002-decision.md.
  @Property(tries = 2000)
  void servingOneMoreRowNeverRaisesTheEvidence(
      @ForAll("promises") Promise promise,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 120) int n,
      @ForAll @IntRange(max = 3) int settledHundreds,
      @ForAll boolean mostTrueRowsAreSettled,
      @ForAll boolean weighted) {
    Random random = new Random(seed);
    List<JudgedRow> rows = new ArrayList<>();
    boolean[] served = new boolean[n];
    for (int i = 0; i < n; i++) {
      int llm = random.nextInt(2);
      int proxy = random.nextInt(8) == 0 ? 1 - llm : llm;
      rows.add(new JudgedRow(llm, proxy, 0.5, weighted ? 1 + random.nextInt(5) : 1));
      served[i] = random.nextBoolean();
    }
    Population population =
        new Population(1000, 400, 600, weighted ? 2600 : 1000, settledHundreds * 100)
            .withGuessedOpenTrueRows(mostTrueRowsAreSettled ? 0 : 500);
    EvidenceTest test =
        weighted ? new BettingTest(DELTA, 5, population) : new ExactTest(DELTA, true, population);
    Clause clause = Clause.of(promise);
    List<Integer> more = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      more.add(i);
    }
    Collections.shuffle(more, random);
    double before = test.evidence(clause, rows, served);
    for (int i : more) {
      served[i] = true;
      double after = test.evidence(clause, rows, served);
      assertThat(after).isLessThanOrEqualTo(before * (1 + 1e-9));
      before = after;
    }
  }

  // 120 of 600 open contents have no answer, and of the others one more is bad than may be.
  @Test
  void contentsWithoutAnAnswerAreNotCountedInFavour() {
    Clause clause = Clause.of(new Promise.Accuracy(0.9));
    Population population = new Population(600, 0, 600, 600, 0);
    List<Integer> contents = new ArrayList<>(IntStream.range(0, 600).boxed().toList());
    int runs = 3000;
    int accepted = 0;
    Random random = new Random(7);
    for (int run = 0; run < runs; run++) {
      Collections.shuffle(contents, random);
      List<JudgedRow> answered =
          contents.subList(0, 100).stream()
              .filter(i -> i < 480)
              .map(i -> JudgedRow.single(i < 49 ? 1 : 0, 0, 0.5))
              .toList();
      boolean[] served = new boolean[answered.size()];
      java.util.Arrays.fill(served, true);
      accepted +=
          new ExactTest(DELTA, false, population).evidence(clause, answered, served) >= 1 / DELTA
              ? 1
              : 0;
    }
    assertThat(Limits.lower(accepted, runs, 0.01)).isLessThanOrEqualTo(DELTA);
    assertThat(accepted).isPositive();
  }

  // 940 of 9,430 open contents have ten copies each and no answer; .11 of the others are bad.
  @Test
  void heavyContentsWithoutAnAnswerAreNotCountedInFavour() {
    Clause clause = Clause.of(new Promise.Accuracy(0.9));
    Population population = new Population(10_000, 950, 9430, 940 * 10 + 8490 + 500, 0);
    List<Integer> contents = new ArrayList<>(IntStream.range(0, 9430).boxed().toList());
    int runs = 400;
    int accepted = 0;
    Random random = new Random(8);
    boolean[] served = new boolean[380];
    java.util.Arrays.fill(served, true);
    for (int run = 0; run < runs; run++) {
      Collections.shuffle(contents, random);
      List<JudgedRow> drawn =
          contents.subList(0, served.length).stream()
              .map(
                  i ->
                      i >= 8490
                          ? JudgedRow.unanswered(10)
                          : JudgedRow.single(i % 100 < 11 ? 1 : 0, 0, 0.5))
              .toList();
      accepted +=
          new BettingTest(DELTA, 10, population).evidence(clause, drawn, served) >= 1 / DELTA
              ? 1
              : 0;
    }
    assertThat(Limits.lower(accepted, runs, 0.01)).isLessThanOrEqualTo(DELTA);
  }

  // A table of 600 open contents of which exactly the tolerable number is bad, and one more.
  @Test
  void atTheBoundaryBothTestsAcceptAtMostAsOftenAsStated() {
    Clause clause = Clause.of(new Promise.Accuracy(0.9));
    Population population = new Population(600, 0, 600, 600, 0);
    List<JudgedRow> table = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      table.add(JudgedRow.single(i < 61 ? 1 : 0, 0, 0.5));
    }
    boolean[] served = new boolean[100];
    java.util.Arrays.fill(served, true);
    int betting = 0;
    int exact = 0;
    int runs = 3000;
    Random random = new Random(5);
    for (int run = 0; run < runs; run++) {
      Collections.shuffle(table, random);
      List<JudgedRow> drawn = table.subList(0, 100);
      betting +=
          new BettingTest(DELTA, 1, population).evidence(clause, drawn, served) >= 1 / DELTA
              ? 1
              : 0;
      // Errors among the judging rows are mended, so the table breaks the clause only without them.
      long remaining = 61 - drawn.stream().filter(row -> row.llm() == 1).count();
      exact +=
          remaining > 60
                  && new ExactTest(DELTA, true, population).evidence(clause, drawn, served)
                      >= 1 / DELTA
              ? 1
              : 0;
    }
    assertThat(Limits.lower(betting, runs, 0.01)).isLessThanOrEqualTo(DELTA);
    assertThat(Limits.lower(exact, runs, 0.01)).isLessThanOrEqualTo(DELTA);
    assertThat(betting).as("a test that never accepts proves nothing").isPositive();
  }

  // The algebra of section 6.4 of the statistics note, cell by cell.
  @Property(tries = 300)
  void aClauseHoldsExactlyWhereThePromiseIsKept(
      @ForAll @IntRange(max = 30) int truePositives,
      @ForAll @IntRange(max = 30) int falsePositives,
      @ForAll @IntRange(max = 30) int falseNegatives,
      @ForAll @IntRange(min = 2, max = 9) int tenths) {
    double a = tenths / 10.0;
    double errors = falsePositives + falseNegatives;
    double f1 = 2.0 * truePositives / (2 * truePositives + errors);
    double positives = truePositives + falseNegatives;
    boolean scaleDoc = (1 - a / 2) * falseNegatives + a / 2 * falsePositives <= (1 - a) * positives;
    boolean clause = errors <= Clause.of(new Promise.F1(a)).ratio() * truePositives;
    if (Math.abs(f1 - a) > 1e-9) {
      assertThat(clause).isEqualTo(scaleDoc);
      if (truePositives + errors > 0) {
        assertThat(clause).isEqualTo(f1 >= a);
      }
    }
  }

  @Test
  void whatAClauseSeesInARow() {
    Clause precision = Clause.of(new Promise.Precision(0.9));
    JudgedRow missed = JudgedRow.single(1, 0, 0.1);
    JudgedRow falseAlarm = JudgedRow.single(0, 1, 0.9);
    assertThat(precision.kind(missed, true)).isEqualTo(Clause.Kind.NEITHER);
    assertThat(precision.kind(missed, false)).isEqualTo(Clause.Kind.GOOD);
    assertThat(precision.kind(falseAlarm, true)).isEqualTo(Clause.Kind.BAD);
    assertThat(precision.kind(falseAlarm, false)).isEqualTo(Clause.Kind.NEITHER);
    Clause recall = Clause.of(new Promise.Recall(0.9));
    assertThat(recall.kind(missed, true)).isEqualTo(Clause.Kind.BAD);
    assertThat(recall.kind(falseAlarm, true)).isEqualTo(Clause.Kind.NEITHER);
    assertThat(recall.ratio()).isCloseTo(1 / 9.0, within(1e-12));
  }
}
