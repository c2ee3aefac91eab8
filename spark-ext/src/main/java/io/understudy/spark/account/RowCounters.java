package io.understudy.spark.account;

import io.understudy.account.Usage;
import java.io.Serializable;
import org.apache.spark.sql.execution.metric.SQLMetric;

/**
 * The metrics of a plan's node that tasks write. They show what tasks did, a second pass over the
 * same rows included; a report counts each row once, see {@link RunTally#rows()}.
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
    SQLMetric proxy,
    SQLMetric llm,
    SQLMetric label,
    SQLMetric nulls,
    SQLMetric failed,
    SQLMetric unscored,
    SQLMetric calls,
    SQLMetric tokensIn,
    SQLMetric tokensOut)
    implements Serializable {

  /** Adds what a task has spent. */
  public void add(Usage spent) {
    calls.add(spent.calls());
    tokensIn.add(spent.tokensIn());
    tokensOut.add(spent.tokensOut());
  }
}
