package io.understudy.catalyst.extract;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.order.OrderedConjuncts;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.AttributeSet$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;

/**
 * Takes AI predicates about a group above the cheap part of its HAVING: in {@code HAVING count(*) >
 * 100 AND ai_if('... ' || title)} Spark pushes the question below the groups, where it is about
 * every title.
 */
final class GroupsFirst {
  private GroupsFirst() {}

  static LogicalPlan apply(LogicalPlan plan) {
    return Transforms.up(
        plan,
        node ->
            node instanceof Filter having
                    && having.child() instanceof Aggregate groups
                    && !OrderedConjuncts.hasAiCall(having.condition())
                    && !Extraction.asks(groups)
                    // Without keys there is one group whatever is left of its rows.
                    && !groups.groupingExpressions().isEmpty()
                    && !StreamState.keptBy(groups)
                ? lifted(having, groups)
                : node);
  }

  private static LogicalPlan lifted(Filter having, Aggregate groups) {
    TakenPredicates below = TakenPredicates.from(groups.child());
    AttributeSet keys =
        AttributeSet$.MODULE$.apply(
            Seqs.of(
                Seqs.<Expression>list(groups.groupingExpressions()).stream()
                    .filter(Attribute.class::isInstance)
                    .toList()));
    boolean aboutGroups =
        below.predicates().stream().allMatch(predicate -> predicate.references().subsetOf(keys));
    if (below.predicates().isEmpty() || !aboutGroups) {
      return having;
    }
    List<NamedExpression> columns = new ArrayList<>(Seqs.list(groups.aggregateExpressions()));
    for (Expression predicate : below.predicates()) {
      for (Attribute needed : Seqs.list(predicate.references().toSeq())) {
        if (columns.stream().noneMatch(column -> column.exprId().equals(needed.exprId()))) {
          columns.add(needed);
        }
      }
    }
    LogicalPlan kept =
        having.withNewChildren(Seqs.seq(AggregateCalls.withColumns(groups, columns, below.plan())));
    List<NamedExpression> output = new ArrayList<>(Seqs.list(having.output()));
    LogicalPlan asked = TakenPredicates.on(kept, below.predicates());
    return asked.output().equals(having.output()) ? asked : new Project(Seqs.of(output), asked);
  }
}
