package io.understudy.spark.store;

import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/**
 * How many tasks Delta makes of a table's log. Unless it is told otherwise these are 50, also for
 * the log of a few files, after each commit anew: where there are few cores that takes longer than
 * the work itself. Here they are four a core, 50 at most.
 */
public final class DeltaTasks {
  static final String KEY = "spark.databricks.delta.snapshotPartitions";
  private static final int DELTAS_OWN = 50;
  private static final int PER_CORE = 4;

  private DeltaTasks() {}

  /** Sets the number in a session of our own, unless the application has set one. */
  static void set(SparkSession own) {
    if (!own.conf().contains(KEY)) {
      own.conf().set(KEY, tasks(own));
    }
  }

  /**
   * Reads or writes a table of ours in a user's session with that number, unless the user has set
   * one. What else the session does at the same time sees it, too.
   */
  public static <T> T during(SparkSession user, Supplier<T> work) {
    if (user.conf().contains(KEY)) {
      return work.get();
    }
    String ours = tasks(user);
    user.conf().set(KEY, ours);
    try {
      return work.get();
    } finally {
      if (ours.equals(user.conf().get(KEY, ""))) {
        user.conf().unset(KEY);
      }
    }
  }

  private static String tasks(SparkSession session) {
    int cores = session.sparkContext().defaultParallelism();
    return String.valueOf(Math.max(1, Math.min(DELTAS_OWN, PER_CORE * cores)));
  }
}
