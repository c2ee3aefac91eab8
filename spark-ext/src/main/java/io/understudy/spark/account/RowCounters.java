package io.understudy.spark.account;

import io.understudy.account.Usage;
import java.io.Serializable;
import org.apache.spark.sql.execution.metric.SQLMetric;

/**
 * Where tasks count rows by who answered them, and what they sent to the LLM.
 *
 * @param proxy answered by the understudy
 * @param llm answered by the LLM in this pass
 * @param label answered by a label that was paid for before
 * @param nulls without data, answered NULL
 * @param failed without a usable answer, answered NULL
 * @param unscored without a usable embedding, sent to the LLM; counted beside the others
 * @param calls requests sent
 * @param tokensIn prompt tokens
 * @param tokensOut completion tokens
 */
public record RowCounters(
    Count proxy,
    Count llm,
    Count label,
    Count nulls,
    Count failed,
    Count unscored,
    Count calls,
    Count tokensIn,
    Count tokensOut)
    implements Serializable {

  /**
   * A number in two copies: Spark sets the metrics of a plan back to 0 when the plan is executed
   * again, which must not change the report of a run that is over.
   *
   * @param shown the plan's metric, which Spark shows
   * @param kept the run's own
   */
  public record Count(SQLMetric shown, SQLMetric kept) implements Serializable {
    public void add(long more) {
      shown.add(more);
      kept.add(more);
    }

    public long value() {
      return (Long) kept.value();
    }
  }

  /** Adds what a task has spent. */
  public void add(Usage spent) {
    calls.add(spent.calls());
    tokensIn.add(spent.tokensIn());
    tokensOut.add(spent.tokensOut());
  }
}
