package io.understudy.catalyst.extract;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.order.OrderedConjuncts;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;

/**
 * AI predicates and the plan that they stood on top of.
 *
 * @param plan without the predicates but with the columns they need
 * @param predicates what no longer holds of its rows
 */
record TakenPredicates(LogicalPlan plan, List<Expression> predicates) {

  /** Takes the AI predicates out of the filters at the top of a plan. */
  static TakenPredicates from(LogicalPlan plan) {
    if (plan instanceof Filter filter && OrderedConjuncts.hasAiCall(filter.condition())) {
      OrderedConjuncts conjuncts = OrderedConjuncts.of(filter.condition());
      if (!conjuncts.ai().stream().allMatch(Expression::deterministic)) {
        // What chance says of a row must not be said again of each pair or group it ends up in.
        return none(plan);
      }
      TakenPredicates below = from(filter.child());
      List<Expression> predicates = new ArrayList<>(below.predicates());
      predicates.addAll(conjuncts.ai());
      return new TakenPredicates(
          conjuncts
              .cheap()
              .<LogicalPlan>map(cheap -> new Filter(cheap, below.plan()))
              .orElse(below.plan()),
          predicates);
    }
    if (plan instanceof Project project
        && Seqs.list(project.projectList()).stream().allMatch(TakenPredicates::onlyNames)) {
      TakenPredicates below = from(project.child());
      return below.predicates().isEmpty()
          ? none(project)
          : new TakenPredicates(exposing(project, below), below.predicates());
    }
    return none(plan);
  }

  static TakenPredicates none(LogicalPlan plan) {
    return new TakenPredicates(plan, List.of());
  }

  /** The rows of a plan for which they hold. */
  static LogicalPlan on(LogicalPlan plan, List<Expression> predicates) {
    return new Filter(predicates.stream().reduce(And::new).orElseThrow(), plan);
  }

  /** What a projection computes may rely on what the predicate below it keeps out. */
  private static boolean onlyNames(NamedExpression column) {
    return column instanceof Attribute
        || (column instanceof Alias alias && alias.child() instanceof Attribute);
  }

  private static Project exposing(Project project, TakenPredicates below) {
    List<NamedExpression> columns = new ArrayList<>(Seqs.list(project.projectList()));
    for (Expression predicate : below.predicates()) {
      for (Attribute needed : Seqs.list(predicate.references().toSeq())) {
        if (columns.stream().noneMatch(column -> column.exprId().equals(needed.exprId()))) {
          columns.add(needed);
        }
      }
    }
    return new Project(Seqs.of(columns), below.plan());
  }
}
