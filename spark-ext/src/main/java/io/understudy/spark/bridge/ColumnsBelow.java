package io.understudy.spark.bridge;

import io.understudy.catalyst.bridge.Seqs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.execution.ColumnarToRowExec;
import org.apache.spark.sql.execution.FilterExec;
import org.apache.spark.sql.execution.InputAdapter;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.SparkPlan;

/**
 * What becomes of the columns at the bottom of a stage on their way up to its highest call.
 *
 * @param bottom whatever gives the columns; any node where the way is not a simple one
 * @param calls on the way, the lowest one last
 * @param names columns on the way that are others under a new name
 * @param used columns at the bottom that filters look at or other columns are computed from
 * @param steady whether the same rows come up each time, whatever the calls answer
 */
record ColumnsBelow(
    SparkPlan bottom,
    List<FusedColumnExec> calls,
    Map<ExprId, ExprId> names,
    Set<ExprId> used,
    boolean steady) {

  /** Of a call that has no other one above it in its stage. */
  static ColumnsBelow of(FusedColumnExec highest) {
    List<FusedColumnExec> calls = new ArrayList<>();
    Map<ExprId, ExprId> names = new HashMap<>();
    List<Expression> lookedAt = new ArrayList<>();
    SparkPlan plan = highest;
    while (plan instanceof FilterExec
        || plan instanceof ProjectExec
        || plan instanceof FusedColumnExec) {
      if (plan instanceof FilterExec filter) {
        lookedAt.add(filter.condition());
      } else if (plan instanceof ProjectExec project) {
        Seqs.list(project.projectList())
            .forEach(column -> project((Expression) column, names, lookedAt));
      } else {
        calls.add((FusedColumnExec) plan);
      }
      plan = plan.children().apply(0);
    }
    if (plan instanceof ColumnarToRowExec columns) {
      plan = columns.child() instanceof InputAdapter input ? input.child() : columns.child();
    }
    Set<ExprId> columns = new HashSet<>();
    lookedAt.forEach(expression -> FusedCode.addAll(expression.references().toSeq(), columns));
    Set<ExprId> used = sources(columns, names);
    boolean steady =
        lookedAt.stream().allMatch(Expression::deterministic)
            && calls.stream().noneMatch(call -> used.contains(call.answer().exprId()));
    return new ColumnsBelow(plan, calls, names, used, steady);
  }

  private static void project(
      Expression column, Map<ExprId, ExprId> names, List<Expression> lookedAt) {
    if (column instanceof Alias alias && alias.child() instanceof AttributeReference source) {
      if (!alias.exprId().equals(source.exprId())) {
        names.put(alias.exprId(), source.exprId());
      }
    } else if (!(column instanceof AttributeReference)) {
      lookedAt.add(column);
    }
  }

  private static ExprId source(ExprId column, Map<ExprId, ExprId> names) {
    ExprId source = column;
    for (ExprId next = names.get(source); next != null; next = names.get(source)) {
      source = next;
    }
    return source;
  }

  private static Set<ExprId> sources(Set<ExprId> columns, Map<ExprId, ExprId> names) {
    Set<ExprId> sources = new HashSet<>();
    columns.forEach(column -> sources.add(source(column, names)));
    return sources;
  }

  /** The column at the bottom, or computed on the way, that another one is by a new name. */
  ExprId source(ExprId column) {
    return source(column, names);
  }

  /** The same for several. */
  Set<ExprId> sources(Set<ExprId> columns) {
    return sources(columns, names);
  }
}
