package io.understudy.spark.stage.label;

import io.understudy.spark.account.QueryId;

/** Hears on the driver, while tasks run, that the counts of a run have changed. */
@FunctionalInterface
public interface RunWatch {
  /**
   * @param run whose counts have changed
   * @param query for which the task works that told them
   */
  void counted(String run, QueryId query);
}
