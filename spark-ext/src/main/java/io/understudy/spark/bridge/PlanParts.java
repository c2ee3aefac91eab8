package io.understudy.spark.bridge;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** The nodes and expressions of a plan, those of its subqueries included. */
public final class PlanParts {
  private PlanParts() {}

  /** Parents before children; what stands in a node's subqueries comes after the node. */
  public static List<LogicalPlan> nodes(LogicalPlan plan) {
    List<LogicalPlan> found = new ArrayList<>();
    for (LogicalPlan node : Transforms.collect(plan, LogicalPlan.class)) {
      found.add(node);
      for (Expression expression : Seqs.<Expression>list(node.expressions())) {
        for (LogicalPlan subquery : subqueries(expression)) {
          found.addAll(nodes(subquery));
        }
      }
      for (Object inner : Seqs.list(node.innerChildren())) {
        if (inner instanceof LogicalPlan view && !found.contains(view)) {
          found.addAll(nodes(view));
        }
      }
    }
    return found;
  }

  /** The plans of an expression's subqueries. */
  public static List<LogicalPlan> subqueries(Expression expression) {
    return Transforms.collect(expression, SubqueryExpression.class).stream()
        .map(subquery -> (LogicalPlan) subquery.plan())
        .toList();
  }

  /** Whether a node is accepted. */
  public static boolean any(LogicalPlan plan, Predicate<LogicalPlan> wanted) {
    return nodes(plan).stream().anyMatch(wanted);
  }

  /** Whether an expression, or a part of one, is accepted. */
  public static boolean anyExpression(LogicalPlan plan, Predicate<Expression> wanted) {
    return nodes(plan).stream()
        .flatMap(node -> Seqs.<Expression>list(node.expressions()).stream())
        .anyMatch(expression -> Transforms.exists(expression, wanted));
  }
}
