package io.understudy.spark.account;

import java.io.Serializable;
import java.util.function.UnaryOperator;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.jspecify.annotations.Nullable;

/**
 * Which query something is done for. A command (for example a write) runs its query as an execution
 * of its own within the command's.
 *
 * @param execution Spark's execution id of the plan being executed, under which the Spark UI shows
 *     the plan's nodes; empty outside of any
 * @param root the execution id of the outermost query, which the user ran; empty outside of any
 */
public record QueryId(String execution, String root) implements Serializable {
  private static final String EXECUTION = "spark.sql.execution.id";
  private static final String ROOT = "spark.sql.execution.root.id";

  /** The query that the calling thread of the driver is executing. */
  public static QueryId ofDriver(SparkContext context) {
    return of(context::getLocalProperty);
  }

  /** The query that a task works for. */
  public static QueryId ofTask(TaskContext task) {
    return of(task::getLocalProperty);
  }

  private static QueryId of(UnaryOperator<@Nullable String> properties) {
    String execution = properties.apply(EXECUTION);
    String root = properties.apply(ROOT);
    String known = execution == null ? "" : execution;
    return new QueryId(known, root == null ? known : root);
  }
}
