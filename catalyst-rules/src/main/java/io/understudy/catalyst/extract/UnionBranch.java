package io.understudy.catalyst.extract;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.order.OrderedConjuncts;
import io.understudy.catalyst.plan.AiStage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.expressions.PythonUDF;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;

/**
 * A branch of a union that asks, and then only filters and projects.
 *
 * @param stage the stage that asks
 * @param input the rows below it that the branch keeps, whatever the answer
 * @param kept what the branch demands of the answer; empty if it keeps every row
 * @param columns the branch's output, over the columns of the input and the answer
 */
record UnionBranch(
    AiStage stage, LogicalPlan input, Optional<Expression> kept, List<Expression> columns) {

  /** The branch taken apart, if it has this form. */
  static Optional<UnionBranch> of(LogicalPlan branch) {
    List<LogicalPlan> above = new ArrayList<>();
    LogicalPlan node = branch;
    while (node instanceof Filter || node instanceof Project) {
      if (!Seqs.<Expression>list(node.expressions()).stream().allMatch(UnionBranch::movable)) {
        return Optional.empty();
      }
      above.add(0, node);
      node = node.children().apply(0);
    }
    return node instanceof AiStage stage
        ? Optional.of(new Inlining(stage, above).branch(branch))
        : Optional.empty();
  }

  private static boolean movable(Expression expression) {
    return expression.deterministic()
        // Spark runs a Python function for every row, also for one whose CASE branch has none of
        // it.
        && !Transforms.exists(
            expression, e -> e instanceof PlanExpression<?> || e instanceof PythonUDF);
  }

  /** The expression with the given answer in place of this branch's. */
  Expression answeredBy(Expression expression, Attribute answer) {
    return Transforms.up(
        expression,
        e -> e instanceof Attribute a && a.exprId().equals(stage.answer().exprId()) ? answer : e);
  }

  boolean needsAnswer(Expression expression) {
    return expression.references().contains(stage.answer());
  }

  /** Everything above the stage, written over what is below it. */
  private static final class Inlining {
    private final AiStage stage;
    private final Map<ExprId, Expression> meaning = new HashMap<>();
    private final List<Expression> cheap = new ArrayList<>();
    private final List<Expression> kept = new ArrayList<>();

    Inlining(AiStage stage, List<LogicalPlan> above) {
      this.stage = stage;
      above.forEach(this::add);
    }

    private void add(LogicalPlan node) {
      if (node instanceof Filter filter) {
        for (Expression part : OrderedConjuncts.split(inlined(filter.condition()))) {
          (part.references().contains(stage.answer()) ? kept : cheap).add(part);
        }
      } else if (node instanceof Project project) {
        Map<ExprId, Expression> made = new HashMap<>();
        for (NamedExpression column : Seqs.list(project.projectList())) {
          made.put(
              column.exprId(),
              inlined(column instanceof Alias alias ? alias.child() : (Expression) column));
        }
        meaning.clear();
        meaning.putAll(made);
      }
    }

    private Expression inlined(Expression expression) {
      return Transforms.up(
          expression, e -> e instanceof Attribute a ? meaning.getOrDefault(a.exprId(), e) : e);
    }

    UnionBranch branch(LogicalPlan whole) {
      return new UnionBranch(
          stage,
          cheap.stream()
              .reduce(And::new)
              .<LogicalPlan>map(condition -> new Filter(condition, stage.child()))
              .orElse(stage.child()),
          kept.stream().reduce(And::new),
          Seqs.list(whole.output()).stream().map(column -> inlined(column)).toList());
    }
  }
}
