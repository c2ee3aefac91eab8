package io.understudy.catalyst.extract;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.order.OrderedConjuncts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.InnerLike;
import org.apache.spark.sql.catalyst.plans.JoinType;
import org.apache.spark.sql.catalyst.plans.LeftAnti$;
import org.apache.spark.sql.catalyst.plans.LeftSemi$;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;

/**
 * Takes AI predicates above the joins that can drop rows: Spark pushes every predicate below them.
 * A join brings no text that was not there before and each text is asked once, so this never costs
 * a call more, and saves those about rows that the join drops.
 */
final class JoinsFirst {
  private JoinsFirst() {}

  static LogicalPlan apply(LogicalPlan plan) {
    return Transforms.up(plan, node -> node instanceof Join join ? lifted(join) : node);
  }

  private static LogicalPlan lifted(Join join) {
    boolean inner = join.joinType() instanceof InnerLike;
    if (join.condition().isEmpty()
        || !(inner || keepsSomeOfTheLeft(join.joinType()))
        || StreamState.keptBy(join)) {
      return join;
    }
    TakenPredicates left = TakenPredicates.from(join.left());
    TakenPredicates right =
        inner ? TakenPredicates.from(join.right()) : TakenPredicates.none(join.right());
    OrderedConjuncts condition = OrderedConjuncts.of(join.condition().get());
    List<Expression> predicates = new ArrayList<>(left.predicates());
    predicates.addAll(right.predicates());
    if (inner) {
      predicates.addAll(condition.ai());
    }
    if (predicates.isEmpty()) {
      return join;
    }
    Join joined =
        new Join(
            left.plan(),
            right.plan(),
            join.joinType(),
            inner ? condition.cheap().map(Seqs::some).orElseGet(Seqs::none) : join.condition(),
            join.hint());
    LogicalPlan asked = TakenPredicates.on(joined, distinct(predicates, joined));
    List<NamedExpression> columns = new ArrayList<>(Seqs.list(join.output()));
    return asked.output().equals(join.output()) ? asked : new Project(Seqs.of(columns), asked);
  }

  private static boolean keepsSomeOfTheLeft(JoinType type) {
    return type == LeftSemi$.MODULE$ || type == LeftAnti$.MODULE$;
  }

  /** From a question about one column Spark infers the one about a column that equals it. */
  private static List<Expression> distinct(List<Expression> predicates, Join joined) {
    EqualColumns columns = EqualColumns.of(joined);
    Map<Expression, Expression> distinct = new LinkedHashMap<>();
    for (Expression predicate : predicates) {
      distinct.putIfAbsent(columns.unified(predicate).canonicalized(), predicate);
    }
    return List.copyOf(distinct.values());
  }
}
