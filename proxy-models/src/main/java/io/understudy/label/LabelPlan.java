package io.understudy.label;

import io.understudy.call.Promise;
import io.understudy.judge.Forecast;
import java.util.List;

/**
 * How many labels are bought for what. Why these numbers: docs/design/007-which-labels-to-buy.md.
 *
 * @param start labels of a uniform sample, which the first model learns from
 * @param train labels to learn from, the start among them; more only where the forecast says that
 *     the LLM has to answer those rows anyway
 * @param mostTrain labels to learn from at most
 * @param judge labels to judge by; more where a narrower limit saves more calls than it costs
 * @param mostJudge labels to judge by at most; 0 where nobody judges, so that nothing can be served
 *     under a promise: then nothing is forecast, and no more is bought than {@code train}
 */
public record LabelPlan(int start, int train, int mostTrain, int judge, int mostJudge) {
  private static final double START_OF_TWO = 0.4;
  private static final double START_OF_MANY = 0.6;
  private static final int TRAIN_PER_CLASS = 10;
  private static final int TIMES_LABELS = 4;
  private static final int LEAST_TWICE = 30;
  private static final int MOST_TWICE = 100;

  /** Normal quantile of the usual confidence of 0.9: only sizes depend on it. */
  private static final double QUANTILE = 1.28;

  /** Errors among the least certain rows that are still served, as a share of those. */
  private static final double ERRORS_AT_THE_EDGE = 0.3;

  /**
   * @param labels how many labels are bought where the understudy turns out to answer everything,
   *     without second answers. With many classes more are bought: ten a class to learn from, but
   *     no more than {@code labels}, and those that judge on top. The usual 1,000, 50 of them
   *     second answers, leave 950 here: more are bought above 57 classes, and for 77 classes it is
   *     770 to learn from and 380 to judge, 1,200 with the second answers
   * @param judgeShare the part of {@code labels} that judges, in (0, 1)
   */
  public static LabelPlan of(int labels, double judgeShare, int classes) {
    int judge = (int) Math.round(judgeShare * labels);
    int train = labels - judge;
    if (classes > 2) {
      // A class that is hardly seen is hardly learnt; but a stated number is not doubled.
      train = Math.max(train, Math.min(labels, TRAIN_PER_CLASS * classes));
    }
    int start = (int) Math.ceil((classes == 2 ? START_OF_TWO : START_OF_MANY) * train);
    return new LabelPlan(start, train, TIMES_LABELS * labels, judge, TIMES_LABELS * judge);
  }

  /**
   * How many judging rows are asked about twice: 100 at most, since more hardly narrow the limit,
   * and none where they would be fewer than 30, since so few tell nothing.
   *
   * @param labels the labels that a query may buy, these second ones among them
   * @param share the part of them, in [0, 1)
   */
  public static int askedTwice(int labels, double share) {
    long rows = Math.min(MOST_TWICE, Math.round(share * labels));
    return rows < LEAST_TWICE ? 0 : (int) rows;
  }

  /**
   * How many rows judge, chosen before any of them is drawn. The margin that a promise needs above
   * what is measured falls with the root of their number; where rows have to be asked to make room
   * for it, the number is chosen that makes both together least.
   *
   * @param contents distinct contents of the table
   * @param open contents not yet labelled
   * @param acquired what was learnt
   */
  public int judges(
      long contents, long open, List<Promise> promises, Acquired acquired, double delta) {
    double wanted = judge;
    if (acquired.forecast() > 0) {
      double target = promises.stream().mapToDouble(Promise::target).max().orElse(0.9);
      double spread = Math.sqrt(target * (1 - target));
      wanted =
          Math.max(
              wanted,
              Math.pow(
                  contents
                      * QUANTILE
                      * spread
                      / (2 * ERRORS_AT_THE_EDGE * Math.max(0.5, 1 - acquired.forecast())),
                  2 / 3.0));
    }
    if (acquired.settledTrue() >= acquired.guessedOpenTrue() && acquired.classes() == 2) {
      wanted =
          Math.max(wanted, Forecast.cleanRowsNeeded(promises, acquired.settledTrue(), open, delta));
    }
    return (int) Math.min(Math.min(mostJudge, open), Math.ceil(wanted));
  }
}
