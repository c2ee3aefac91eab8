package io.understudy.judge;

import java.io.Serializable;
import java.util.Locale;

/**
 * Who answers the rows that are not yet labelled. Scores are those of {@link
 * io.understudy.model.LinearModel#score(float[])}.
 */
public sealed interface Decision extends Serializable {

  /** {@code USE_PROXY}, {@code CASCADE}, {@code USE_LLM} or {@code REFUSE}. */
  String name();

  /** One line for EXPLAIN and the report. */
  String describe();

  /**
   * Whether the understudy answers a row of this score; if not, the LLM does.
   *
   * @param score of the row; NaN for a row that could not be scored, which is never served
   */
  boolean serves(double score);

  /** The understudy answers every row that it can score. */
  record UseProxy(Certificate certificate) implements Decision {
    @Override
    public String name() {
      return "USE_PROXY";
    }

    @Override
    public String describe() {
      return "the understudy answers: " + certificate.describe();
    }

    @Override
    public boolean serves(double score) {
      return !Double.isNaN(score);
    }
  }

  /**
   * The understudy answers the rows it is certain of, the LLM the rest. For two classes a score at
   * or below {@code lower} is false and one at or above {@code upper} is true; for more classes a
   * row is served from {@code upper} on, and {@code lower} is 0.
   *
   * @param lower in [0, 0.5]
   * @param upper in (0, 1]
   */
  record Cascade(double lower, double upper, Certificate certificate) implements Decision {
    @Override
    public String name() {
      return "CASCADE";
    }

    @Override
    public String describe() {
      return String.format(
          Locale.ROOT,
          "the understudy answers %s, the LLM the rest: %s",
          lower > 0
              ? String.format(Locale.ROOT, "scores up to %.4f and from %.4f", lower, upper)
              : String.format(Locale.ROOT, "scores from %.4f", upper),
          certificate.describe());
    }

    @Override
    public boolean serves(double score) {
      // No real score is at or below a lower cut-off of zero for more than two classes.
      return score >= upper || score <= lower;
    }
  }

  /** The LLM answers every row. */
  record UseLlm(Reason reason) implements Decision {
    @Override
    public String name() {
      return "USE_LLM";
    }

    @Override
    public String describe() {
      return "the LLM answers every row: " + reason.sentence();
    }

    @Override
    public boolean serves(double score) {
      return false;
    }
  }

  /** Nobody answers: the query fails with the reason. */
  record Refuse(Reason reason) implements Decision {
    @Override
    public String name() {
      return "REFUSE";
    }

    @Override
    public String describe() {
      return "the query is refused: " + reason.sentence();
    }

    @Override
    public boolean serves(double score) {
      return false;
    }
  }
}
