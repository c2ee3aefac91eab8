package io.understudy.spark.stage.label;

import io.understudy.call.Answer;
import io.understudy.llm.LabelOutcome;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What became of one question.
 *
 * @param answer the LLM's answer, or null when nothing usable came
 * @param paidNow whether this run paid for the answer, rather than found it among earlier labels
 * @param problem why there is no answer; empty with an answer
 * @param unreached whether the endpoint sent nothing that could be read
 */
public record Reply(@Nullable Answer answer, boolean paidNow, String problem, boolean unreached)
    implements Serializable {

  static Reply answered(Answer answer, boolean paidNow) {
    return new Reply(answer, paidNow, "", false);
  }

  /** The LLM was asked now. */
  static Reply of(LabelOutcome outcome) {
    if (outcome instanceof LabelOutcome.Failed failed) {
      return new Reply(null, true, failed.problem(), failed.unreached());
    }
    return answered(((LabelOutcome.Answered) outcome).answer(), true);
  }

  /** Somebody asked before, in this run, and nothing usable came. */
  static Reply failedBefore(String problem) {
    return new Reply(null, false, problem, false);
  }
}
