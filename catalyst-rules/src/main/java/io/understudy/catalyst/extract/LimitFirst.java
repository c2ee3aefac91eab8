package io.understudy.catalyst.extract;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.order.OrderedConjuncts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sort;

/**
 * Takes a limit below the projection that asks: {@code SELECT ai_if(x) FROM t LIMIT 5} is about
 * five rows, not about a table, and so is {@code ORDER BY day LIMIT 5}. A projection keeps rows and
 * their order, so the same rows come out.
 */
final class LimitFirst {
  private LimitFirst() {}

  static LogicalPlan apply(LogicalPlan plan) {
    return Transforms.down(plan, LimitFirst::swapped);
  }

  private static LogicalPlan swapped(LogicalPlan node) {
    if (!limits(node) || node.isStreaming()) {
      return node;
    }
    LogicalPlan below = node;
    while (keepsMeaning(below)) {
      below = below.children().apply(0);
    }
    if (!(below instanceof Project project) || !Extraction.asks(project)) {
      return node;
    }
    Map<ExprId, NamedExpression> columns = new HashMap<>();
    List<NamedExpression> drawn = new ArrayList<>();
    for (NamedExpression column : Seqs.list(project.projectList())) {
      boolean chance = !((Expression) column).deterministic();
      if (chance && !OrderedConjuncts.hasAiCall((Expression) column)) {
        drawn.add(column);
      }
      columns.put(
          column.exprId(), drawn.contains(column) ? (Attribute) column.toAttribute() : column);
    }
    // Rows that are sorted by an answer need all the answers.
    if (sorting(node).stream()
        .map(order -> written(order, columns))
        .anyMatch(OrderedConjuncts::hasAiCall)) {
      return node;
    }
    LogicalPlan rows = drawn.isEmpty() ? project.child() : with(drawn, project.child());
    List<NamedExpression> shown =
        Seqs.<Attribute>list(node.output()).stream()
            .<NamedExpression>map(column -> columns.getOrDefault(column.exprId(), column))
            .toList();
    return new Project(Seqs.of(shown), onto(node, project, columns, rows));
  }

  /** Whether a node changes neither what a row is nor the names of its columns. */
  private static boolean keepsMeaning(LogicalPlan node) {
    return limits(node) || node instanceof Sort || onlyDrops(node);
  }

  /** A projection that only leaves columns out. */
  private static boolean onlyDrops(LogicalPlan node) {
    return node instanceof Project project
        && Seqs.list(project.projectList()).stream().allMatch(Attribute.class::isInstance);
  }

  private static boolean limits(LogicalPlan node) {
    return node instanceof GlobalLimit || node instanceof LocalLimit || node instanceof Offset;
  }

  /** The orders by which the rows above a projection are sorted. */
  private static List<Expression> sorting(LogicalPlan node) {
    List<Expression> orders = new ArrayList<>();
    for (LogicalPlan n = node; keepsMeaning(n); n = n.children().apply(0)) {
      if (n instanceof Sort sort) {
        orders.addAll(Seqs.<Expression>list(sort.order()));
      }
    }
    return orders;
  }

  /** The plan with columns that are drawn by chance: once, whoever sorts by them or shows them. */
  private static LogicalPlan with(List<NamedExpression> drawn, LogicalPlan plan) {
    List<NamedExpression> columns = new ArrayList<>(Seqs.list(plan.output()));
    columns.addAll(drawn);
    return new Project(Seqs.of(columns), plan);
  }

  /** The limits and sorts above the projection, on the rows that it had. */
  private static LogicalPlan onto(
      LogicalPlan node, Project project, Map<ExprId, NamedExpression> columns, LogicalPlan rows) {
    if (node == project) {
      return rows;
    }
    LogicalPlan lower = onto(node.children().apply(0), project, columns, rows);
    return onlyDrops(node)
        ? lower
        : Transforms.expressionsUp(node.withNewChildren(Seqs.seq(lower)), e -> written(e, columns));
  }

  private static Expression written(Expression expression, Map<ExprId, NamedExpression> columns) {
    return Transforms.up(
        expression,
        e ->
            e instanceof Attribute a && columns.get(a.exprId()) instanceof Alias alias
                ? alias.child()
                : e);
  }
}
