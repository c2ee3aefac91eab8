package io.understudy.spark.stage.infer;

import io.understudy.spark.account.RowCounters;
import io.understudy.spark.account.RowCounts;

/** Counts the rows of one partition by who answered them, and shows them in the node's metrics. */
final class PartitionCounts {
  private final RowCounters shown;
  private long proxy;
  private long llm;
  private long label;
  private long nulls;
  private long failed;

  PartitionCounts(RowCounters shown) {
    this.shown = shown;
  }

  void proxy() {
    shown.proxy().add(1);
    proxy++;
  }

  void llm() {
    shown.llm().add(1);
    llm++;
  }

  void label() {
    shown.label().add(1);
    label++;
  }

  void nulls() {
    shown.nulls().add(1);
    nulls++;
  }

  void failed() {
    shown.failed().add(1);
    failed++;
  }

  /** The row is also one that had no usable embedding. */
  void unscored() {
    shown.unscored().add(1);
  }

  RowCounts soFar() {
    return new RowCounts(proxy, llm, label, nulls, failed);
  }
}
