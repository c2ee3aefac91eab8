package io.understudy.spark.projection;

import io.understudy.call.AiFunction;
import io.understudy.catalyst.resolve.AiExpression;
import io.understudy.catalyst.resolve.ProjectionArguments;
import io.understudy.spark.bridge.PlanParts;
import io.understudy.spark.bridge.SqlText;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.QueryExecution;

/**
 * The text of a query that is to be projected. It is analysed and optimised, never executed: a
 * command in it would be run by the usual way from a text to a plan.
 */
final class QueryText {
  private static final int SHOWN = 100;
  private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> false);

  private final org.apache.spark.sql.classic.SparkSession session;
  private final String text;

  QueryText(SparkSession session, String text) {
    this.session = (org.apache.spark.sql.classic.SparkSession) session;
    this.text = text;
  }

  /** That it is a query with AI calls, which can be projected. */
  void check() {
    LogicalPlan analysed = inside(() -> execution().analyzed());
    if (PlanParts.any(analysed, node -> node instanceof Command)) {
      throw wrong(
          "a query that changes nothing: it would be planned, not run",
          "Give the SELECT part of the statement.");
    }
    if (analysed.isStreaming()) {
      throw wrong("a query about tables, not about streams", "Project it over a table.");
    }
    boolean asks =
        PlanParts.anyExpression(
            analysed,
            expression ->
                expression instanceof AiExpression call
                    && call.call().function() != AiFunction.EMBED);
    if (!asks) {
      throw wrong("a query with AI.IF or AI.CLASSIFY", "Without one there is nothing to pay for.");
    }
  }

  /** The plan, its AI calls extracted. */
  LogicalPlan optimised() {
    return inside(() -> execution().optimizedPlan());
  }

  RuntimeException wrong(String expected, String cure) {
    String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    return ProjectionArguments.wrongQuery("'" + shown + "'", expected, cure);
  }

  private QueryExecution execution() {
    return SqlText.planned(session, SqlText.parsed(session, text));
  }

  /** A view may hold a projection whose text reads the view: without end. */
  private <T> T inside(java.util.function.Supplier<T> work) {
    if (INSIDE.get()) {
      throw wrong("a query that asks for no projection itself", "Give the text of that query.");
    }
    INSIDE.set(true);
    try {
      return work.get();
    } finally {
      INSIDE.remove();
    }
  }
}
