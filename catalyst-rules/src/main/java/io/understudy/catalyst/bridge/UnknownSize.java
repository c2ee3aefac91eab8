package io.understudy.catalyst.bridge;

import org.apache.spark.sql.catalyst.plans.logical.Statistics;
import scala.math.BigInt;

/** Statistics of a node whose size nobody should plan by. */
public final class UnknownSize {
  private UnknownSize() {}

  /**
   * What is known of some rows, with a size that Spark never chooses to broadcast.
   *
   * @param known the statistics of the rows
   * @param defaultSize {@code spark.sql.defaultSizeInBytes}, bytes
   */
  public static Statistics of(Statistics known, long defaultSize) {
    return new Statistics(
        BigInt.apply(defaultSize).max(known.sizeInBytes()),
        known.rowCount(),
        known.attributeStats(),
        known.isRuntime());
  }
}
