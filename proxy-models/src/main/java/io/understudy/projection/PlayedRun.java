package io.understudy.projection;

import io.understudy.call.Promise;
import io.understudy.judge.Decision;
import io.understudy.judge.Forecast;
import io.understudy.judge.Judge;
import io.understudy.judge.JudgeInput;
import io.understudy.judge.JudgedRow;
import io.understudy.judge.Population;
import io.understudy.label.Acquired;
import io.understudy.label.Acquisition;
import io.understudy.label.LabelPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * One run as it may go: labels are bought, judges drawn and judged by the rules of a query, from a
 * table that is made of the pilot's rows.
 *
 * <p>The table is the pilot's held-out rows, each with a weight. A row's place is its certainty
 * among all; weights of wrong rows are scaled so that the table has the error of the learning curve
 * at the size of training, those of noise last.
 */
final class PlayedRun {
  /**
   * Labels of rows that the model is uncertain of teach more than uniform ones: each counts for one
   * to so many of those, which is drawn.
   */
  private static final double MOST_WORTH = 4;

  private final Pilot pilot;
  private final Setting setting;
  private final LabelPlan plan;
  private final Random random;

  /**
   * @param calls labels, second answers among them, and rows that the LLM answers
   * @param alone share of the table on which the understudy agrees when it answers everything
   * @param agreement share of all answers that agree with the LLM's
   * @param served share of the table that the understudy answers
   * @param learnt labels to learn from
   */
  record Outcome(double calls, double alone, double agreement, double served, double learnt) {}

  PlayedRun(Pilot pilot, Setting setting, Random random) {
    this.pilot = pilot;
    this.setting = setting;
    this.plan = setting.plan(pilot.classes());
    this.random = random;
  }

  Outcome play(LearningCurve curve, DrawnTable rows) {
    long contents = setting.contents();
    int classes = pilot.classes();
    int most = (int) Math.min(plan.mostTrain(), contents / 2);
    // Half of a table bounds only what is bought beyond the plan, as in an acquisition.
    int start = (int) Math.min(plan.start(), contents);
    int least = (int) Math.min(plan.train(), contents);
    double worth = Math.pow(MOST_WORTH, random.nextDouble());
    DrawnTable first = rows.withError(1 - curve.agreement(start + worth * (least - start)));
    double trueShare = classes == 2 ? first.trueShare() : 1;
    boolean trueFirst = classes == 2 && trueShare * contents <= plan.train() / 2.0;
    double forecast = Forecast.asked(setting.promises(), classes, first.rows());
    int learnt = learnt(first.order(trueFirst), start, least, most, forecast);
    double alone =
        CurveFit.agreementOfOneModel(curve, Math.max(1, start + worth * (learnt - start)), random);
    List<DrawnTable.Place> order = rows.withError(1 - alone).order(trueFirst);
    double bought = (double) (learnt - start) / contents;
    List<DrawnTable.Place> open = DrawnTable.after(order, bought);
    if (trueFirst) {
      // Each round looks for true rows with a better model than the pilot's: which part of those
      // that the pilot's ranks low it finds is not known; rather more than less, where measured.
      open = DrawnTable.withoutTrue(open, Math.sqrt(random.nextDouble()));
    }
    double settledTrue =
        classes == 2 ? start * trueShare + contents * (trueShare - DrawnTable.trueWeight(open)) : 0;
    settledTrue = Math.max(0, Math.min(settledTrue, learnt));
    boolean right = DrawnTable.wrongAt(order, bought) < Acquisition.LEAST_YIELD;
    Acquired acquired =
        new Acquired(
            classes,
            null,
            right ? 0 : forecast,
            settledTrue,
            Math.max(0, trueShare * contents - settledTrue));
    long left = contents - learnt;
    int judges =
        plan.judges(contents, left, setting.promises(), acquired, 1 - setting.confidence());
    Decision decision = judged(open, judges, contents, learnt, acquired);
    double unlabelled = contents - learnt - judges;
    double servedOpen = 0;
    double wrongOpen = 0;
    double all = 0;
    for (DrawnTable.Place place : open) {
      all += place.weight();
      if (decision.serves(place.row().score())) {
        servedOpen += place.weight();
        wrongOpen += place.wrong() ? place.weight() : 0;
      }
    }
    double part = all == 0 ? 0 : unlabelled / all;
    return new Outcome(
        contents - servedOpen * part + Math.min(setting.askedTwice(), judges),
        alone,
        1 - wrongOpen * part / contents,
        servedOpen * part / contents,
        learnt);
  }

  /** Labels to learn from: as far as the forecast goes and the rows asked last were often wrong. */
  private int learnt(
      List<DrawnTable.Place> order, int start, int least, int most, double forecast) {
    double wanted =
        Math.min(most, Acquisition.PART_OF_FORECAST * forecast * setting.contents() + start);
    double learnt = least;
    while (learnt < wanted
        && DrawnTable.wrongAt(order, (learnt - start) / setting.contents())
            >= Acquisition.LEAST_YIELD) {
      learnt = Math.min(wanted, learnt + Math.max(50, (Acquisition.GROWTH - 1) * learnt));
    }
    return (int) learnt;
  }

  private Decision judged(
      List<DrawnTable.Place> open, int judges, long contents, int learnt, Acquired acquired) {
    List<JudgedRow> drawn = new ArrayList<>(judges);
    double[] cumulative = new double[open.size()];
    double sum = 0;
    for (int i = 0; i < cumulative.length; i++) {
      sum += open.get(i).weight();
      cumulative[i] = sum;
    }
    for (int i = 0; i < judges; i++) {
      int found = Arrays.binarySearch(cumulative, random.nextDouble() * sum);
      drawn.add(open.get(Math.min(cumulative.length - 1, found < 0 ? -found - 1 : found)).row());
    }
    List<Promise> promises = setting.promises();
    Population population =
        new Population(
                contents, learnt + judges, contents - learnt, contents, acquired.settledTrue())
            .withGuessedOpenTrueRows(acquired.guessedOpenTrue());
    return Judge.decide(
        JudgeInput.distinct(promises, setting.confidence(), pilot.classes(), drawn, population));
  }
}
