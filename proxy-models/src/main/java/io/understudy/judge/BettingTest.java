package io.understudy.judge;

import java.util.List;

/**
 * The test for contents of different weights: a bet against the clause being broken, row by row
 * (Waudby-Smith and Ramdas, arXiv 2010.09686, section 5.2 for drawing without replacement). Each
 * row costs its weight if bad and earns {@code ratio} times its weight if good; for accuracy, where
 * the good ones are what is not bad of all, one without an answer costs the part of its weight that
 * it would have been allowed. If the clause is broken, the mean cost of the rows still to come is
 * at least that of the boundary, so a capital multiplied by {@code 1 - bet (cost - boundary)} does
 * not grow on average, and ever reaching {@code 1 / delta} has probability at most delta (Ville).
 * The bet is fixed before the first row: bets that react to the rows, as in the paper, would lose
 * the monotonicity the judge rests on.
 *
 * @param delta probability of accepting a broken clause, in (0, 1)
 * @param maxWeight the largest weight of a row, known for certain
 */
record BettingTest(double delta, double maxWeight, Population population) implements EvidenceTest {
  private static final double LEAST_MATTERING = 0.05;

  // Keeps the capital positive whatever comes.
  private static final double LARGEST_STAKE = 0.95;

  @Override
  public double evidence(Clause clause, List<JudgedRow> rows, boolean[] served) {
    int n = served.length;
    double allowed = allowed(clause);
    double bet = bet(clause, allowed, n);
    double logCapital = 0;
    double most = 0;
    double spent = 0;
    for (int i = 0; i < n; i++) {
      double boundary = (allowed - spent) / (population.open() - i);
      double cost = cost(clause, rows.get(i), served[i]);
      logCapital += Math.log1p(-bet * (cost - boundary));
      most = Math.max(most, logCapital);
      spent += cost;
    }
    return Math.min(MOST, Math.exp(most));
  }

  /**
   * The best fixed bet for n rows of variance v is about {@code sqrt(2 ln(1 / delta) / (n v))}
   * (section 3.3 of the paper). At the boundary the rows that matter have mean 0 and, in units of
   * the mean weight, variance {@code ratio}; how many matter is guessed from the settled rows. A
   * bad guess costs power, never validity, because nothing here depends on the labels of judging
   * rows.
   */
  private double bet(Clause clause, double allowed, int n) {
    // No boundary is below the one after n rows that were all bad and as heavy as can be.
    double lowestBoundary = (allowed - n) / (population.open() - n + 1);
    double safe = LARGEST_STAKE / (1 - Math.min(0, lowestBoundary));
    double share = share(clause);
    double meanWeight = population.rows() / population.contents() / maxWeight;
    double variance =
        meanWeight * (clause.countsEveryRow() ? share * (1 - share) : clause.ratio() * mattering());
    return Math.min(safe, Math.sqrt(2 * Math.log(1 / delta) / (n * variance)));
  }

  private double mattering() {
    double settled = population.contents() - population.open();
    double meanWeight = population.rows() / population.contents();
    return population.settledTrueRows() == 0
        ? 0.5
        : Math.min(
            1, Math.max(LEAST_MATTERING, population.settledTrueRows() / meanWeight / settled));
  }

  /** The sum of costs over all open contents that the clause allows, in units of maxWeight. */
  private double allowed(Clause clause) {
    double rows =
        clause.countsEveryRow()
            ? share(clause) * population.rows()
            : clause.ratio() * population.settledTrueRows();
    return rows / maxWeight;
  }

  /** Of all rows that may be bad. */
  private static double share(Clause clause) {
    return clause.ratio() / (1 + clause.ratio());
  }

  private double cost(Clause clause, JudgedRow row, boolean served) {
    double weight = row.weight() / maxWeight;
    return switch (clause.kind(row, served)) {
      case BAD -> weight;
      // Where every row counts, the good ones are what is not bad of a known total.
      case GOOD -> clause.countsEveryRow() ? 0 : -clause.ratio() * weight;
      // It was taken for a row with an answer in what is allowed.
      case NEITHER -> clause.countsEveryRow() ? share(clause) * weight : 0;
    };
  }
}
