package io.understudy.spark.account;

import java.io.Serializable;

/**
 * Rows by who answered them.
 *
 * @param proxy answered by the understudy
 * @param llm answered by the LLM, paid for in this run outside the sample
 * @param label answered by a label of the sample or of an earlier run
 * @param nulls without data, answered NULL
 * @param failed without a usable answer, answered NULL
 * @param unscored sent to the LLM for want of a usable embedding; counted beside the others
 * @param truncated answered by the LLM, now or before, from the beginning of a text that was too
 *     long; counted beside the others
 * @param embedded embedded on the fly, for want of a vector from the query or a view; counted
 *     beside the others
 */
public record RowCounts(
    long proxy,
    long llm,
    long label,
    long nulls,
    long failed,
    long unscored,
    long truncated,
    long embedded)
    implements Serializable {
  public static final RowCounts NONE = new RowCounts(0, 0, 0, 0, 0, 0, 0, 0);

  /** All rows. */
  public long all() {
    return proxy + llm + label + nulls + failed;
  }

  /** The sums of both. */
  public RowCounts plus(RowCounts other) {
    return new RowCounts(
        proxy + other.proxy,
        llm + other.llm,
        label + other.label,
        nulls + other.nulls,
        failed + other.failed,
        unscored + other.unscored,
        truncated + other.truncated,
        embedded + other.embedded);
  }

  /** The differences of both. */
  RowCounts minus(RowCounts other) {
    return new RowCounts(
        proxy - other.proxy,
        llm - other.llm,
        label - other.label,
        nulls - other.nulls,
        failed - other.failed,
        unscored - other.unscored,
        truncated - other.truncated,
        embedded - other.embedded);
  }
}
