package io.understudy.spark.bridge;

import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * Plan nodes belong to the session that is active when they are made, so whoever makes some in a
 * thread of somebody else says first whose they are.
 */
public final class ActiveSession {
  private ActiveSession() {}

  /** What the work gives, with the session active in this thread meanwhile. */
  public static <T> T during(SparkSession session, Supplier<T> work) {
    Option<SparkSession> before = SparkSession.getActiveSession();
    SparkSession.setActiveSession(session);
    try {
      return work.get();
    } finally {
      if (before.isDefined()) {
        SparkSession.setActiveSession(before.get());
      } else {
        SparkSession.clearActiveSession();
      }
    }
  }
}
