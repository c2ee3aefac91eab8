package io.understudy.judge;

import io.understudy.call.Promise;
import java.util.List;

/**
 * Judges an understudy again, on data that it was not judged on. Its model stays; its cut-offs are
 * those that keep the promise on the new data. Why this is valid, and why the rows that judged
 * before may do so again: docs/design/015-prepared-models.md.
 *
 * @param decision who answers the new data, proven on the new data
 * @param drift how it differs from the old
 */
public record SecondJudgement(Decision decision, Drift drift) {

  /**
   * A content drawn uniformly from all contents of the new data.
   *
   * @param row the LLM's answer, and what the understudy says about it
   * @param learnt whether the understudy has learnt from it; then its label answers it
   */
  public record Drawn(JudgedRow row, boolean learnt) {}

  /**
   * @param then the rows that judged it on the old data
   * @param drawn in random order, with or without an answer
   * @param contents distinct contents of the new data
   * @param open contents that were drawn from: all but those that are always asked
   * @param rows of the new data
   * @param maxWeight as for {@link JudgeInput}
   */
  public static SecondJudgement of(
      Drift.Scored then,
      List<Drawn> drawn,
      List<Promise> promises,
      double confidence,
      int classes,
      long contents,
      long open,
      double rows,
      double maxWeight) {
    List<JudgedRow> judges =
        drawn.stream().map(one -> one.learnt() ? answeredByLabel(one.row()) : one.row()).toList();
    Population population = new Population(contents, drawn.size(), open, rows, 0);
    Decision decision =
        drawn.isEmpty()
            ? new Decision.UseLlm(Reason.of(Reason.Code.TOO_FEW_ROWS))
            : Judge.decide(
                new JudgeInput(promises, confidence, classes, judges, maxWeight, population));
    List<JudgedRow> unseen = drawn.stream().filter(one -> !one.learnt()).map(Drawn::row).toList();
    return new SecondJudgement(decision, Drift.between(then, Drift.Scored.of(unseen)));
  }

  /** Whether the understudy may answer anything. */
  public boolean plays() {
    return decision instanceof Decision.UseProxy || decision instanceof Decision.Cascade;
  }

  private static JudgedRow answeredByLabel(JudgedRow row) {
    return new JudgedRow(row.llm(), row.llm(), Double.NaN, row.weight());
  }
}
