package io.understudy.spark.account;

import org.apache.spark.SparkContext;
import org.apache.spark.sql.catalyst.CurrentUserContext;

/**
 * The books that a run goes into.
 *
 * @param user who ran it, as SQL's {@code current_user()} has it
 * @param application identity of the application that ran it
 * @param keeper where it is kept when it has ended
 */
public record Books(String user, String application, RunKeeper keeper) {
  /** Those of whoever runs a query in the calling thread of the driver. */
  public static Books of(SparkContext context, RunKeeper keeper) {
    return new Books(CurrentUserContext.getCurrentUser(), context.applicationId(), keeper);
  }
}
