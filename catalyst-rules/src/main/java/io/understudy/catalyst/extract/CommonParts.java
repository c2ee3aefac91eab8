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
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.AttributeSet$;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;

/**
 * Puts calls back into the aggregate functions that use them. Spark computes what a function such
 * as {@code count_if} uses twice in a projection below, away from the FILTER clause that says which
 * rows need it. An answer is an attribute in the end, so using it twice costs nothing.
 */
final class CommonParts {
  private CommonParts() {}

  static LogicalPlan apply(LogicalPlan plan) {
    return Transforms.up(
        plan,
        node ->
            node instanceof Aggregate aggregate && aggregate.child() instanceof Project project
                ? inlined(aggregate, project)
                : node);
  }

  private static LogicalPlan inlined(Aggregate aggregate, Project project) {
    AttributeSet grouping =
        AttributeSet$.MODULE$.fromAttributeSets(
            Seqs.list(aggregate.groupingExpressions()).stream()
                .map(Expression::references)
                .collect(
                    java.util.stream.Collectors.collectingAndThen(
                        java.util.stream.Collectors.toList(), Seqs::of)));
    Map<ExprId, Expression> asked = new HashMap<>();
    List<NamedExpression> columns = new ArrayList<>();
    for (NamedExpression column : Seqs.list(project.projectList())) {
      if (column instanceof Alias alias
          && OrderedConjuncts.hasAiCall(alias.child())
          && alias.deterministic()
          && !grouping.contains(alias.toAttribute())) {
        asked.put(alias.exprId(), alias.child());
      } else {
        columns.add(column);
      }
    }
    if (asked.isEmpty()) {
      return aggregate;
    }
    for (Expression part : asked.values()) {
      for (Attribute needed : Seqs.list(part.references().toSeq())) {
        if (columns.stream().noneMatch(column -> column.exprId().equals(needed.exprId()))) {
          columns.add(needed);
        }
      }
    }
    LogicalPlan onColumns =
        aggregate.withNewChildren(Seqs.seq(new Project(Seqs.of(columns), project.child())));
    return Transforms.expressionsUp(
        onColumns, e -> e instanceof Attribute a ? asked.getOrDefault(a.exprId(), e) : e);
  }
}
