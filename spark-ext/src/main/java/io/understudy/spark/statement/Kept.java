package io.understudy.spark.statement;

import io.understudy.function.LabelsSpec;
import io.understudy.function.RunsSpec;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.store.RunsFunction;
import io.understudy.spark.store.Stores;
import org.apache.spark.sql.SparkSession;

/** What is kept and can be deleted by SQL. */
public enum Kept {
  LABELS(LabelsSpec.NAME) {
    @Override
    long delete(SparkSession session, UnderstudyConf conf, String condition) {
      return Stores.of(session.sparkContext()).labels(session, conf).delete(session, condition);
    }
  },

  RUNS(RunsSpec.NAME) {
    @Override
    long delete(SparkSession session, UnderstudyConf conf, String condition) {
      return RunsFunction.delete(session, condition);
    }
  };

  private final String function;

  Kept(String function) {
    this.function = function;
  }

  /** The table function that shows it. */
  String function() {
    return function;
  }

  /**
   * Deletes rows.
   *
   * @param condition SQL over the function's columns
   * @return how many were deleted
   */
  abstract long delete(SparkSession session, UnderstudyConf conf, String condition);
}
