package io.understudy.spark.account;

import io.understudy.account.RunReport;

/** Keeps the runs that have ended for longer than the application lives. */
@FunctionalInterface
public interface RunKeeper {
  /** For applications without a store. */
  RunKeeper NONE = run -> {};

  /**
   * Keeps a run, now or soon; called in Spark's own thread of events, which must not wait. What
   * goes wrong is logged: a query that has ended does not fail any more.
   */
  void keep(RunReport run);

  /** Waits for a while until what was told to be kept is; the application is ending. */
  default void finish() {}
}
