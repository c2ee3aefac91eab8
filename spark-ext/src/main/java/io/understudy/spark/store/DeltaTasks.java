package io.understudy.spark.store;

import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/**
 * How many tasks Delta makes of a table's log. Unless it is told otherwise these are 50, also for
 * the log of a few files, after each commit anew: where there are few cores that takes longer than
 * the work itself.
 */
public final class DeltaTasks {
  private static final String KEY = "spark.databricks.delta.snapshotPartitions";
  private static final int DELTAS_OWN = 50;
  private static final int PER_CORE = 4;

  private DeltaTasks() {}

  /** Sets the number in a session of our own, unless the application has set one. */
  static void fit(SparkSession own) {
    if (!own.conf().contains(KEY)) {
      own.conf().set(KEY, tasks(own));
    }
  }

  /** Works with that number in a user's session, unless the user has set one, and takes it back. */
  public static <T> T fitted(SparkSession user, Supplier<T> work) {
    if (user.conf().contains(KEY)) {
      return work.get();
    }
    user.conf().set(KEY, tasks(user));
    try {
      return work.get();
    } finally {
      user.conf().unset(KEY);
    }
  }

  private static String tasks(SparkSession session) {
    int cores = session.sparkContext().defaultParallelism();
    return String.valueOf(Math.max(1, Math.min(DELTAS_OWN, PER_CORE * cores)));
  }
}
