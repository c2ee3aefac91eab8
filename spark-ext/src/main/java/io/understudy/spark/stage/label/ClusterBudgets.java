package io.understudy.spark.stage.label;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** The {@link ClusterBudget} of every endpoint that has limits. Thread-safe. */
final class ClusterBudgets {
  private final Map<String, ClusterBudget> budgets = new HashMap<>();
  private final LongSupplier clock;

  /**
   * @param clock what {@link System#nanoTime()} would say
   */
  ClusterBudgets(LongSupplier clock) {
    this.clock = clock;
  }

  synchronized ClusterLease lease(DeskRequest.Lease wish) {
    // Other limits for the same endpoint, from another session, are a budget of their own.
    return budgets
        .computeIfAbsent(
            wish.endpoint() + " " + wish.limits(), key -> new ClusterBudget(wish.limits(), clock))
        .lease(wish);
  }

  /** A JVM is gone: its places are free. */
  synchronized void forget(String jvm) {
    budgets.values().forEach(budget -> budget.forget(jvm));
  }
}
