package io.understudy.spark.stage;

import io.understudy.judge.JudgedRow;
import io.understudy.spark.stage.label.LabelledRow;
import io.understudy.spark.stage.sample.SampledRow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Puts some of the judging rows to the LLM a second time, which shows how far it agrees with
 * itself. The first answers stay what the rows are answered and the understudy is judged by.
 *
 * @param rows how many rows are asked about twice; 0 for none
 * @param labeller one labelled row per row, in order
 */
record SecondLook(int rows, Function<List<SampledRow>, List<LabelledRow>> labeller) {

  /**
   * @param judges answered rows in random order, so that the first of them are a uniform sample
   * @return those that were answered again, with the second answer in the understudy's place
   */
  List<JudgedRow> at(List<LabelledRow> judges) {
    List<LabelledRow> first = judges.subList(0, Math.min(rows, judges.size()));
    if (first.isEmpty()) {
      return List.of();
    }
    List<LabelledRow> second =
        labeller.apply(first.stream().map(row -> row.row().again()).toList());
    List<JudgedRow> twice = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      if (second.get(i).reply().answer() != null) {
        twice.add(
            JudgedRow.single(
                JudgeStep.answerOf(first.get(i)).single(),
                JudgeStep.answerOf(second.get(i)).single(),
                1));
      }
    }
    return twice;
  }
}
