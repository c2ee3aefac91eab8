package io.understudy.judge;

import java.util.Arrays;
import java.util.List;

/**
 * The test for contents of different weights: a bet against the clause being broken, row by row
 * (Waudby-Smith and Ramdas, arXiv 2010.09686, section 5.2 for drawing without replacement). Each
 * row costs its weight if bad and earns {@code ratio} times its weight if good. If the clause is
 * broken, the mean cost of the rows still to come is at least that of the boundary, so a capital
 * multiplied by {@code 1 - bet (cost - boundary)} does not grow on average, and ever reaching
 * {@code 1 / delta} has probability at most delta (Ville). Capital is spread evenly over a fixed
 * grid of bets, which needs no tuning and keeps it monotone in the costs.
 *
 * @param maxWeight the largest weight of a row, known for certain
 */
record BettingTest(double maxWeight, Population population) implements EvidenceTest {
  private static final int BETS = 24;

  @Override
  public double evidence(Clause clause, List<JudgedRow> rows, boolean[] served) {
    int n = served.length;
    long open = population.open();
    double allowed = allowed(clause);
    double largestBet = 1 / (1 - (allowed - n) / (open - n + 1));
    double[] logCapital = new double[BETS];
    double most = 0;
    double spent = 0;
    for (int i = 0; i < n; i++) {
      double boundary = (allowed - spent) / (open - i);
      double cost = cost(clause, rows.get(i), served[i]);
      for (int bet = 0; bet < BETS; bet++) {
        double stake = largestBet * (bet + 0.5) / BETS;
        logCapital[bet] += Math.log1p(-stake * (cost - boundary));
      }
      spent += cost;
      most = Math.max(most, logMean(logCapital));
    }
    return Math.min(MOST, Math.exp(most));
  }

  /** The sum of costs over all open contents that the clause allows, in units of maxWeight. */
  private double allowed(Clause clause) {
    double rows =
        clause.countsEveryRow()
            ? clause.ratio() / (1 + clause.ratio()) * population.rows()
            : clause.ratio() * population.settledTrueRows();
    return rows / maxWeight;
  }

  private double cost(Clause clause, JudgedRow row, boolean served) {
    double weight = row.weight() / maxWeight;
    return switch (clause.kind(row, served)) {
      case BAD -> weight;
      // Where every row counts, the good ones are what is not bad of a known total.
      case GOOD -> clause.countsEveryRow() ? 0 : -clause.ratio() * weight;
      case NEITHER -> 0;
    };
  }

  private static double logMean(double[] logs) {
    double largest = Arrays.stream(logs).max().orElseThrow();
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - largest);
    }
    return largest + Math.log(sum / logs.length);
  }
}
