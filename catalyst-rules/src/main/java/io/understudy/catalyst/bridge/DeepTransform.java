package io.understudy.catalyst.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.Option;
import scala.Tuple2;
import scala.Tuple3;

/**
 * Changes a freshly parsed plan everywhere. Spark's own transformations visit children only, but a
 * parser leaves plans in other places too: in subqueries, in the relations of a WITH clause, in
 * commands that run a query.
 */
public final class DeepTransform {
  private final UnaryOperator<LogicalPlan> nodes;
  private final UnaryOperator<Expression> expressions;

  /**
   * @param nodes changes a node whose parts have been changed already
   * @param expressions changes an expression whose parts have been changed already
   */
  public DeepTransform(UnaryOperator<LogicalPlan> nodes, UnaryOperator<Expression> expressions) {
    this.nodes = nodes;
    this.expressions = expressions;
  }

  /** The plan with every node and expression changed; the same object if nothing was. */
  public LogicalPlan plan(LogicalPlan plan) {
    Object[] parts = new Object[plan.productArity()];
    boolean changed = false;
    for (int i = 0; i < parts.length; i++) {
      Object part = plan.productElement(i);
      parts[i] = part(part);
      changed |= parts[i] != part;
    }
    return nodes.apply(changed ? (LogicalPlan) plan.makeCopy(parts) : plan);
  }

  /** The expression with all its parts changed, plans of subqueries included. */
  public Expression expression(Expression expression) {
    return Transforms.up(
        expression,
        e -> {
          if (e instanceof SubqueryExpression subquery) {
            LogicalPlan before = (LogicalPlan) subquery.plan();
            LogicalPlan after = plan(before);
            return after == before ? e : (Expression) subquery.withNewPlan(after);
          }
          return expressions.apply(e.children().isEmpty() ? leaf(e) : e);
        });
  }

  /** A star may hold the expressions that replace columns, which are no children of it. */
  private Expression leaf(Expression leaf) {
    Object[] parts = new Object[leaf.productArity()];
    boolean changed = false;
    for (int i = 0; i < parts.length; i++) {
      Object part = leaf.productElement(i);
      parts[i] = part(part);
      changed |= parts[i] != part;
    }
    return changed ? (Expression) leaf.makeCopy(parts) : leaf;
  }

  private Object part(Object part) {
    if (part instanceof LogicalPlan plan) {
      return plan(plan);
    }
    if (part instanceof Expression expression) {
      return expression(expression);
    }
    if (part instanceof Option<?> option && option.isDefined()) {
      Object after = part(option.get());
      return after == option.get() ? option : Option.apply(after);
    }
    if (part instanceof scala.collection.immutable.Seq<?> seq) {
      return elements(seq);
    }
    return part instanceof Tuple2<?, ?> || part instanceof Tuple3<?, ?, ?> ? tuple(part) : part;
  }

  private Object elements(scala.collection.immutable.Seq<?> seq) {
    List<Object> after = new ArrayList<>();
    boolean changed = false;
    for (Object element : Seqs.<Object>list(seq)) {
      Object next = part(element);
      changed |= next != element;
      after.add(next);
    }
    return changed ? Seqs.of(after) : seq;
  }

  private Object tuple(Object tuple) {
    if (tuple instanceof Tuple2<?, ?> two) {
      Object first = part(two._1());
      Object second = part(two._2());
      return first == two._1() && second == two._2() ? two : new Tuple2<>(first, second);
    }
    Tuple3<?, ?, ?> three = (Tuple3<?, ?, ?>) tuple;
    Object first = part(three._1());
    Object second = part(three._2());
    Object third = part(three._3());
    return first == three._1() && second == three._2() && third == three._3()
        ? three
        : new Tuple3<>(first, second, third);
  }
}
