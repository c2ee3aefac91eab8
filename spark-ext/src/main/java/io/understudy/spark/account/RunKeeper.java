package io.understudy.spark.account;

import io.understudy.account.RunReport;

/** Keeps the runs that have ended for longer than the application lives. */
@FunctionalInterface
public interface RunKeeper {
  /** For applications without a store. */
  RunKeeper NONE = run -> {};

  /** Keeps a run. What goes wrong is logged: a query that has ended does not fail any more. */
  void keep(RunReport run);
}
