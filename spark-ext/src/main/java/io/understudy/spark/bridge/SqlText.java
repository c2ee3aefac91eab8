package io.understudy.spark.bridge;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.CommandExecutionMode$;
import org.apache.spark.sql.execution.QueryExecution;

/** SQL that a session reads and does not run, and names as SQL writes them. */
public final class SqlText {
  private SqlText() {}

  /** The plan of a text, by the session's own parser; Spark's error if it is none. */
  public static LogicalPlan parsed(SparkSession session, String text) {
    try {
      return session.sessionState().sqlParser().parsePlan(text);
    } catch (Exception e) {
      // Scala code does not declare what it throws.
      throw SqlText.<RuntimeException>unchecked(e);
    }
  }

  /** What becomes of a plan; a command in it is not run. */
  public static QueryExecution planned(SparkSession session, LogicalPlan plan) {
    return session.sessionState().executePlan(plan, CommandExecutionMode$.MODULE$.SKIP());
  }

  /** A name of several parts, each between back-ticks. */
  public static String quoted(List<String> parts) {
    return parts.stream()
        .map(part -> "`" + part.replace("`", "``") + "`")
        .collect(Collectors.joining("."));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E unchecked(Throwable exception) throws E {
    throw (E) exception;
  }
}
