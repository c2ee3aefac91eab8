package io.understudy.judge;

import java.util.List;

/**
 * Tests whether the answers keep a clause. Evidence of at least {@code 1 / delta} appears with
 * probability at most delta when the clause is broken, at any sample size. Evidence never rises
 * when more rows are served.
 */
interface EvidenceTest {

  /** Evidence is not reported above this. */
  double MOST = 1e12;

  /**
   * How strongly the judging rows speak against the clause being broken.
   *
   * @param rows in random order, none heavier than the test allows
   * @param served one flag per row
   * @return between 0 and {@link #MOST}
   */
  double evidence(Clause clause, List<JudgedRow> rows, boolean[] served);

  /** The most powerful valid test for that input. */
  static EvidenceTest of(JudgeInput input) {
    double delta = 1 - input.confidence();
    return input.maxWeight() == 1
        ? new ExactTest(delta, input.promises().size() == 1, input.population())
        : new BettingTest(delta, input.maxWeight(), input.population());
  }
}
