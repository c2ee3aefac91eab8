package io.understudy.catalyst.extract;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.order.OrderedConjuncts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;

/**
 * Lifts calls that are about a group, such as {@code ai_if('... ' || max(x))} or a call on a
 * grouping column, out of an aggregate into a projection above it: there is one question per group,
 * and below the aggregate there are no groups yet. A call inside an aggregate function or a
 * grouping expression is about rows and stays.
 */
final class AggregateCalls {
  private final List<Expression> grouping;
  private final Map<Expression, NamedExpression> parts = new LinkedHashMap<>();
  private final List<NamedExpression> kept = new ArrayList<>();
  private final List<NamedExpression> shown = new ArrayList<>();
  private boolean lifted;

  private AggregateCalls(Aggregate aggregate) {
    this.grouping = Seqs.list(aggregate.groupingExpressions());
    Seqs.list(aggregate.aggregateExpressions()).forEach(this::add);
  }

  /** The aggregate below the calls about its groups; the same object if it has none. */
  static LogicalPlan lifted(Aggregate aggregate) {
    AggregateCalls calls = new AggregateCalls(aggregate);
    if (!calls.lifted) {
      return aggregate;
    }
    List<NamedExpression> computed = new ArrayList<>(calls.kept);
    calls.parts.values().stream().filter(p -> !computed.contains(p)).forEach(computed::add);
    return new Project(Seqs.of(calls.shown), withColumns(aggregate, computed, aggregate.child()));
  }

  /** The aggregate with other columns and another input. */
  static LogicalPlan withColumns(
      Aggregate aggregate, List<NamedExpression> columns, LogicalPlan input) {
    // By position, because newer versions of Spark add constructor arguments at the end.
    Object[] elements = new Object[aggregate.productArity()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = aggregate.productElement(i);
    }
    elements[1] = Seqs.of(columns);
    elements[2] = input;
    return aggregate.makeCopy(elements);
  }

  private void add(NamedExpression column) {
    Map<Expression, NamedExpression> own = new LinkedHashMap<>(parts);
    Expression aboutGroups =
        Transforms.down((Expression) column, e -> ofGroup(e) ? computed(e, own) : e);
    if (OrderedConjuncts.hasAiCall(aboutGroups)) {
      lifted = true;
      parts.putAll(own);
      shown.add((NamedExpression) aboutGroups);
    } else {
      kept.add(column);
      shown.add(column.toAttribute());
    }
  }

  private boolean ofGroup(Expression expression) {
    return expression instanceof AggregateExpression
        || (!expression.foldable() && grouping.stream().anyMatch(expression::semanticEquals));
  }

  private static Expression computed(Expression part, Map<Expression, NamedExpression> parts) {
    NamedExpression column =
        parts.computeIfAbsent(
            part.canonicalized(),
            key ->
                part instanceof Attribute attribute
                    ? attribute
                    : new Alias(
                        part,
                        "_of_group",
                        NamedExpression$.MODULE$.newExprId(),
                        Seqs.seq(),
                        Seqs.none(),
                        Seqs.seq()));
    return (Expression) column.toAttribute();
  }
}
