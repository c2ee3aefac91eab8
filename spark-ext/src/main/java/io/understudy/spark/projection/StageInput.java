package io.understudy.spark.projection;

import io.understudy.call.AiFunction;
import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.plan.AiStage;
import io.understudy.spark.bridge.PlanParts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.InnerLike;
import org.apache.spark.sql.catalyst.plans.JoinType;
import org.apache.spark.sql.catalyst.plans.LeftAnti$;
import org.apache.spark.sql.catalyst.plans.LeftSemi$;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.Union;

/**
 * The input of a stage without the answers of other stages, which would have to be paid for.
 * Predicates on them are left out, so the input is that of a query in which they let every row
 * pass: no row of the real input is missing. Where the data itself or its number of copies depends
 * on an answer, or a row more below may be a row less above, there is no such input.
 */
final class StageInput {
  /** Columns that would need an answer. */
  private final Set<ExprId> unpaid = new HashSet<>();

  /** Places so far where an answer chose or ordered rows. */
  private int chosen;

  private boolean depends;

  private StageInput() {}

  /** The stage over its input; empty if that depends on other stages' answers. */
  static Optional<AiStage> of(AiStage stage) {
    StageInput input = new StageInput();
    LogicalPlan child = input.without(stage.child());
    boolean asks =
        Seqs.<Expression>list(stage.slots()).stream().anyMatch(input::unpaid)
            || Seqs.<Expression>list(stage.embeddings()).stream().anyMatch(input::unpaid);
    return input.depends || asks
        ? Optional.empty()
        : Optional.of(
            new AiStage(stage.call(), stage.slots(), stage.embeddings(), stage.answer(), child));
  }

  static boolean asksLlm(AiStage stage) {
    return stage.call().call().function() != AiFunction.EMBED;
  }

  private LogicalPlan without(LogicalPlan plan) {
    List<LogicalPlan> before = Seqs.list(plan.children());
    List<LogicalPlan> after = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      int chosenBefore = chosen;
      after.add(without(before.get(i)));
      depends |= chosen > chosenBefore && !onlyAdds(plan, i);
    }
    LogicalPlan node = after.equals(before) ? plan : plan.withNewChildren(Seqs.of(after));
    if (node instanceof AiStage stage && asksLlm(stage)) {
      unpaid.add(stage.answer().exprId());
      return unanswered(stage);
    }
    if (node instanceof Filter filter) {
      return filtered(filter);
    }
    if (node instanceof Project project) {
      return projected(project);
    }
    if (node instanceof Union union) {
      for (LogicalPlan branch : Seqs.<LogicalPlan>list(union.children())) {
        for (int i = 0; i < union.output().size(); i++) {
          if (unpaid.contains(branch.output().apply(i).exprId())) {
            unpaid.add(union.output().apply(i).exprId());
          }
        }
      }
    }
    boolean touched = Seqs.<Expression>list(node.expressions()).stream().anyMatch(this::unpaid);
    // An order among the rows does not matter to a stage, only to what cuts them off; everything
    // else may.
    if (touched && node instanceof Sort) {
      chosen++;
    }
    depends |= touched && !(node instanceof Sort);
    return node;
  }

  /** Whether further rows of a child add rows to the output and change none of it. */
  private static boolean onlyAdds(LogicalPlan node, int child) {
    if (node instanceof Join join) {
      JoinType type = join.joinType();
      return type instanceof InnerLike
          || type == LeftSemi$.MODULE$
          || (type == LeftAnti$.MODULE$ && child == 0);
    }
    return node instanceof Project
        || node instanceof Filter
        || node instanceof Sort
        || node instanceof Union
        || node instanceof AiStage;
  }

  private static LogicalPlan unanswered(AiStage stage) {
    List<NamedExpression> columns = new ArrayList<>();
    Seqs.<Attribute>list(stage.child().output()).forEach(columns::add);
    columns.add(answer(stage.answer()));
    return new Project(Seqs.of(columns), stage.child());
  }

  /** A column of the same identity, of NULL. */
  private static NamedExpression answer(Attribute answer) {
    return named(new Literal(null, answer.dataType()), answer);
  }

  private static NamedExpression named(Expression value, NamedExpression as) {
    return new Alias(value, as.name(), as.exprId(), Seqs.seq(), Seqs.none(), Seqs.seq());
  }

  private LogicalPlan filtered(Filter filter) {
    List<Expression> all = Transforms.conjuncts(filter.condition());
    List<Expression> kept = all.stream().filter(c -> !unpaid(c)).toList();
    if (kept.size() < all.size()) {
      chosen++;
    }
    return kept.isEmpty()
        ? filter.child()
        : new Filter(kept.stream().reduce(And::new).orElseThrow(), filter.child());
  }

  private LogicalPlan projected(Project project) {
    List<NamedExpression> columns = new ArrayList<>();
    for (NamedExpression column : Seqs.<NamedExpression>list(project.projectList())) {
      Expression expression = (Expression) column;
      if (column instanceof Alias alias && unpaid(expression)) {
        unpaid.add(alias.exprId());
        columns.add(named(new Literal(null, alias.dataType()), alias));
      } else {
        columns.add(column);
      }
    }
    return new Project(Seqs.of(columns), project.child());
  }

  private boolean unpaid(Expression expression) {
    return Seqs.<Attribute>list(expression.references().toSeq()).stream()
            .anyMatch(column -> unpaid.contains(column.exprId()))
        || PlanParts.subqueries(expression).stream()
            .anyMatch(
                subquery ->
                    PlanParts.any(
                        subquery, node -> node instanceof AiStage stage && asksLlm(stage)));
  }
}
