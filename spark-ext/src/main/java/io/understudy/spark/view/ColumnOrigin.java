package io.understudy.spark.view;

import io.understudy.catalyst.bridge.Seqs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.execution.adaptive.LogicalQueryStage;
import org.apache.spark.sql.types.StringType;

/**
 * The column of a relation that an expression is, unchanged but for its name.
 *
 * @param relation keys of it, at least one
 * @param column its name there
 */
record ColumnOrigin(List<String> relation, String column) {
  /**
   * Follows a column down a plan through everything that renames columns. Ids of columns are unique
   * in a plan, so where on the way a row is filtered, joined or sorted does not matter.
   */
  static Optional<ColumnOrigin> of(Expression text, LogicalPlan plan) {
    if (!(text instanceof Attribute column) || !(column.dataType() instanceof StringType)) {
      return Optional.empty();
    }
    List<LogicalPlan> nodes = new ArrayList<>();
    collect(plan, nodes);
    Map<ExprId, ExprId> renamed = renamed(nodes);
    ExprId id = column.exprId();
    while (renamed.containsKey(id)) {
      id = renamed.get(id);
    }
    for (LogicalPlan leaf : nodes) {
      for (Attribute output : Seqs.list(leaf.output())) {
        if (leaf.children().isEmpty() && output.exprId().equals(id)) {
          List<String> keys = RelationKeys.of(leaf);
          return keys.isEmpty()
              ? Optional.empty()
              : Optional.of(new ColumnOrigin(keys, output.name()));
        }
      }
    }
    return Optional.empty();
  }

  /** Also what adaptive execution has run already, and put away in a leaf. */
  private static void collect(LogicalPlan plan, List<LogicalPlan> nodes) {
    if (plan instanceof LogicalQueryStage done) {
      collect(done.logicalPlan(), nodes);
      return;
    }
    nodes.add(plan);
    Seqs.list(plan.children()).forEach(child -> collect(child, nodes));
  }

  private static Map<ExprId, ExprId> renamed(List<LogicalPlan> nodes) {
    Map<ExprId, ExprId> renamed = new HashMap<>();
    for (LogicalPlan node : nodes) {
      if (node instanceof Project || node instanceof Aggregate) {
        for (Expression expression : Seqs.list(node.expressions())) {
          if (expression instanceof Alias alias && alias.child() instanceof Attribute from) {
            renamed.put(alias.exprId(), from.exprId());
          }
        }
      }
    }
    return renamed;
  }
}
