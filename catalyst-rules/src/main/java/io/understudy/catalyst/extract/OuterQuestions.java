package io.understudy.catalyst.extract;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.order.OrderedConjuncts;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.Exists;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.InSubquery;
import org.apache.spark.sql.catalyst.expressions.ListQuery;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.collection.immutable.Seq;

/**
 * Takes a question about the outer row out of the subquery that it is written in: {@code EXISTS
 * (SELECT ... WHERE ai_if(outer.x) AND ...)} is {@code EXISTS (SELECT ... WHERE ...) AND
 * ai_if(outer.x)}, which asks about the rows that have a partner only.
 */
final class OuterQuestions {
  private OuterQuestions() {}

  static LogicalPlan apply(LogicalPlan plan) {
    return Transforms.up(
        plan, node -> node instanceof Filter filter ? withQuestionsOutside(filter) : node);
  }

  private static LogicalPlan withQuestionsOutside(Filter filter) {
    List<Expression> conjuncts = new ArrayList<>();
    for (Expression conjunct : OrderedConjuncts.split(filter.condition())) {
      if (conjunct instanceof Exists exists) {
        conjuncts.add(without(exists, exists.joinCond(), filter.child().outputSet(), conjuncts));
      } else if (conjunct instanceof InSubquery in) {
        conjuncts.add(
            in.copy(
                in.values(),
                (ListQuery)
                    without(
                        in.query(), in.query().joinCond(), filter.child().outputSet(), conjuncts)));
      } else {
        conjuncts.add(conjunct);
      }
    }
    Expression condition = conjuncts.stream().reduce(And::new).orElseThrow();
    return condition.equals(filter.condition()) ? filter : new Filter(condition, filter.child());
  }

  /** The subquery without its questions about outer rows, which are added to the conjuncts. */
  private static SubqueryExpression without(
      SubqueryExpression subquery,
      Seq<Expression> joinConditions,
      AttributeSet outer,
      List<Expression> conjuncts) {
    List<Expression> kept = new ArrayList<>();
    boolean changed = false;
    for (Expression condition : Seqs.<Expression>list(joinConditions)) {
      for (Expression part : OrderedConjuncts.split(condition)) {
        boolean outside =
            OrderedConjuncts.hasAiCall(part)
                && part.deterministic()
                && part.references().subsetOf(outer);
        (outside ? conjuncts : kept).add(part);
        changed |= outside;
      }
    }
    if (!changed) {
      return subquery;
    }
    Object[] elements = new Object[subquery.productArity()];
    for (int i = 0; i < elements.length; i++) {
      Object element = subquery.productElement(i);
      elements[i] = element == joinConditions ? Seqs.of(kept) : element;
    }
    return (SubqueryExpression) subquery.makeCopy(elements);
  }
}
