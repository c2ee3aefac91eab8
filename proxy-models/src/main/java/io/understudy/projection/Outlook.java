package io.understudy.projection;

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

  static Outlook of(Setting setting, List<PlayedRun.Outcome> outcomes) {
    return new Outlook(
        setting,
        range(outcomes, PlayedRun.Outcome::calls),
        range(outcomes, PlayedRun.Outcome::alone),
        range(outcomes, PlayedRun.Outcome::agreement),
        range(outcomes, PlayedRun.Outcome::served),
        range(outcomes, PlayedRun.Outcome::learnt),
        (double) outcomes.stream().filter(outcome -> outcome.served() > 0).count()
            / outcomes.size());
  }

  private static Range range(
      List<PlayedRun.Outcome> outcomes, ToDoubleFunction<PlayedRun.Outcome> value) {
    return Range.of(outcomes.stream().mapToDouble(value).toArray());
  }
}
