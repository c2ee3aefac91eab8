package io.understudy.spark.stage.label;

import io.understudy.spark.account.RowCounts;
import io.understudy.spark.bridge.DriverChannel;
import io.understudy.spark.bridge.Wire;

/** News for the driver's desk from tasks that ask nothing. */
public final class DeskNews {
  private DeskNews() {}

  /** How the rows of a partition were answered. */
  public static void rows(String run, int partition, RowCounts counts) {
    DriverChannel.ask(LabelDesk.CHANNEL, Wire.write(new DeskRequest.Rows(run, partition, counts)));
  }

  /** How many rows of a partition have been embedded so far. */
  public static void embedded(String run, int partition, long rows) {
    DriverChannel.ask(
        LabelDesk.CHANNEL, Wire.write(new DeskRequest.Embedded(run, partition, rows)));
  }
}
