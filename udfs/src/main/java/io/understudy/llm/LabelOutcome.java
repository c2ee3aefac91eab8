package io.understudy.llm;

import io.understudy.account.Usage;
import io.understudy.call.Answer;
import java.io.Serializable;

/** What became of one question about one row. */
public sealed interface LabelOutcome extends Serializable {

  /**
   * What was sent for it, retries included. A question that shared the request of an equal one
   * reports {@link Usage#NONE}, so that sums count every request once.
   */
  Usage usage();

  /** The same outcome with another usage. */
  LabelOutcome withUsage(Usage usage);

  /** The model answered from the closed set. */
  record Answered(Answer answer, Usage usage) implements LabelOutcome {
    @Override
    public Answered withUsage(Usage other) {
      return new Answered(answer, other);
    }
  }

  /**
   * No usable answer came, although the endpoint as such may be well: this row's problem.
   *
   * @param problem what went wrong, short, without the row's text
   * @param unreached whether no reply came at all that could be read: if that is so for every row,
   *     it is the endpoint's problem
   */
  record Failed(String problem, boolean unreached, Usage usage) implements LabelOutcome {
    @Override
    public Failed withUsage(Usage other) {
      return new Failed(problem, unreached, other);
    }
  }
}
