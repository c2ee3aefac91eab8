package io.understudy.projection;

import io.understudy.label.LabelPlan;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a run is projected to need and reach.
 *
 * @param setting the run
 * @param calls labels and rows that the LLM answers
 * @param alone share of rows on which the understudy agrees when it answers everything
 * @param agreement share of all answers that agree with the LLM's
 * @param served share of rows that the understudy answers
 * @param learnt labels to learn from
 * @param plays probability that an understudy plays at all
 */
public record Outlook(
    Setting setting,
    Range calls,
    Range alone,
    Range agreement,
    Range served,
    Range learnt,
    double plays) {

  /**
   * How much longer than drawn the intervals of a run are: what is drawn knows the luck of labels
   * and judges, but not in which ways a table differs from its pilot. Measured over the queries of
   * the quality run, docs/design/011-projection.md.
   */
  static final double STRETCH = 1.5;

  /**
   * @param classes of the question
   * @param outcomes of the setting, equally likely, at least one
   */
  static Outlook of(Setting setting, int classes, List<PlayedRun.Outcome> outcomes) {
    double contents = setting.contents();
    LabelPlan plan = setting.plan(classes);
    double leastLabels = Math.min(contents, plan.train() + plan.judge());
    return new Outlook(
        setting,
        range(outcomes, PlayedRun.Outcome::calls)
            .stretched(STRETCH, leastLabels, contents + setting.askedTwice()),
        range(outcomes, PlayedRun.Outcome::alone),
        range(outcomes, PlayedRun.Outcome::agreement).stretched(STRETCH, 0, 1),
        range(outcomes, PlayedRun.Outcome::served)
            .stretched(STRETCH, 0, 1 - leastLabels / contents),
        range(outcomes, PlayedRun.Outcome::learnt),
        (double) outcomes.stream().filter(outcome -> outcome.served() > 0).count()
            / outcomes.size());
  }

  private static Range range(
      List<PlayedRun.Outcome> outcomes, ToDoubleFunction<PlayedRun.Outcome> value) {
    return Range.of(outcomes.stream().mapToDouble(value).toArray());
  }
}
