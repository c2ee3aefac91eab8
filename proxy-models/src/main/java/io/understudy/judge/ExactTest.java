package io.understudy.judge;

import java.util.List;

/**
 * The exact test for contents that all weigh the same. Among the rows that matter to a clause, good
 * and bad, the number of bad ones is hypergeometric given how many were drawn, so its tail is the
 * p-value (Clopper and Pearson 1934; the conditional test of a ratio, Lehmann and Romano, Testing
 * Statistical Hypotheses, section 4.5).
 *
 * <p>Rows that are settled before the drawing are good and make room for more bad ones. For
 * accuracy their number is all that is needed. For the other promises it is enough where most true
 * rows are settled: so many bad rows are allowed even if no open row is true. Elsewhere the room
 * depends on the share of rows that matter, for which an upper limit is used that fails with a
 * small part of delta. Which of the two is used follows from what was known before the drawing.
 *
 * <p>A content without an answer is no reason to accept a broken promise: with s settled rows and m
 * open ones that have an answer, the share of these that may be bad, a (s + m) / m, is least where
 * all open ones have one, but for what rounding to whole rows does to it.
 *
 * @param delta probability of accepting a broken clause, in (0, 1)
 * @param only whether no other clause is tested. Else errors that are found while judging are not
 *     taken for mended: where one clause breaks would depend on what was mended of the other
 */
record ExactTest(double delta, boolean only, Population population) implements EvidenceTest {
  // Part of delta that pays for the limit of the share that matters.
  private static final double PRICE_OF_ROOM = 0.02;

  // Below this ratio of settled true rows to open rows the room is not worth its price.
  private static final double SMALLEST_ROOM = 0.002;

  @Override
  public double evidence(Clause clause, List<JudgedRow> rows, boolean[] served) {
    int bad = 0;
    int good = 0;
    for (int i = 0; i < served.length; i++) {
      switch (clause.kind(rows.get(i), served[i])) {
        case BAD -> bad++;
        case GOOD -> good++;
        case NEITHER -> {}
      }
    }
    double p;
    if (clause.countsEveryRow()) {
      double share = clause.ratio() / (1 + clause.ratio());
      p = ofCount(share * population.rows(), bad, bad + good);
    } else if (population.settledTrueRows() >= population.guessedOpenTrueRows()) {
      p = ofCount(clause.ratio() * population.settledTrueRows(), bad, rows.size());
    } else {
      p = ofRowsThatMatter(clause, bad, bad + good, rows.size());
    }
    return Math.min(MOST, 1 / p);
  }

  /**
   * Judging rows keep the LLM's answer, so the errors found among them are mended: a clause that
   * stands alone is broken only if that many more are bad than it allows.
   *
   * @param allowed bad rows that the clause surely allows
   */
  private double ofCount(double allowed, int bad, int judged) {
    // The nudge keeps a whole number of rows from losing one to rounding.
    long tooMany = (long) Math.floor(allowed + 1e-9) + (only ? bad : 0) + 1;
    return tooMany > population.open()
        ? 0
        : Tails.hypergeometric(bad, judged, tooMany, population.open());
  }

  private double ofRowsThatMatter(Clause clause, int bad, int matter, int judged) {
    double ratio = clause.ratio();
    double share = ratio / (1 + ratio);
    double room = population.settledTrueRows() / population.open();
    if (room < SMALLEST_ROOM) {
      return Tails.withoutReplacement(bad, matter, share);
    }
    // bad <= ratio (good + room) over bad + good = s means a bad share of
    // share (1 + room / s) of the rows that matter, which falls with s.
    double price = PRICE_OF_ROOM * delta;
    double most = Tails.upperLimit(matter, judged, price);
    return price + Tails.withoutReplacement(bad, matter, Math.min(1, share * (1 + room / most)));
  }
}
