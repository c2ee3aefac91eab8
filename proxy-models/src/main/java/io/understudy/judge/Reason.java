package io.understudy.judge;

import java.io.Serializable;

/**
 * Why an understudy does not play.
 *
 * @param code which of the closed list
 * @param detail the figures of this case, one sentence; empty if there are none
 */
public record Reason(Code code, String detail) implements Serializable {

  /** A reason without figures. */
  public static Reason of(Code code) {
    return new Reason(code, "");
  }

  /** The code's sentence and the detail. */
  public String sentence() {
    return detail.isEmpty() ? code.sentence() : code.sentence() + " " + detail;
  }

  /** The closed list; each has one sentence, the same in EXPLAIN, metrics, events and docs. */
  public enum Code {
    TOO_FEW_ROWS(false, "The input has too few rows for an understudy to pay off."),
    TOO_FEW_OF_A_CLASS(true, "A class has too few labelled rows to be learnt."),
    EXTREME_SELECTIVITY(true, "The labelled rows all have the same answer."),
    INCONSISTENT_EMBEDDINGS(true, "The embeddings do not all have the same length."),
    PROMISE_NOT_REACHABLE(
        true,
        "The understudy is not good enough for the promise, not even on its most certain rows."),
    NOT_REPEATABLE(true, "The LLM agrees with itself less than the promise asks for."),
    NOT_SEPARABLE(
        false, "The prompt cannot be split into a constant instruction and the data of a row."),
    MAXIMIZE_QUALITY(false, "The call asks for optimization_mode => 'MAXIMIZE_QUALITY'."),
    BUDGET(true, "The labels an understudy needs cost more than the budget allows."),
    MULTI_LABEL(false, "Answers that name several categories are given by the LLM."),
    SAVES_TOO_LITTLE(true, "An understudy would save less than a tenth of the calls."),
    NO_EMBEDDER(
        false, "The call has no embeddings argument, and there is no embedder on the class path."),
    MODEL_UNFIT(true, "The prepared model does not keep the promise on the rows asked about."),
    REWRITE_FAILED(false, "The plan could not be rewritten for an understudy.");

    private final boolean quality;
    private final String sentence;

    Code(boolean quality, String sentence) {
      this.quality = quality;
      this.sentence = sentence;
    }

    /**
     * Whether an understudy was wanted and possible in form but was found unfit, so that {@code
     * onReject = fail} applies. The others are properties of the call that its author chose.
     */
    public boolean quality() {
      return quality;
    }

    /** What the code means, one sentence. */
    public String sentence() {
      return sentence;
    }
  }
}
