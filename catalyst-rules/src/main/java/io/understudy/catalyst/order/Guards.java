package io.understudy.catalyst.order;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.resolve.AiExpression;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.EqualNullSafe;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.expressions.PythonUDF;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import scala.Tuple2;

/**
 * Finds the AI calls of an expression and, for each, the conditions under which its value matters:
 * those of the CASE, IF, COALESCE, AND, OR and FILTER around it. All conditions of a place hold
 * together; they are never NULL, and each may be evaluated only where those before it are true.
 */
public final class Guards {
  private final BiConsumer<AiExpression, List<Expression>> found;

  private Guards(BiConsumer<AiExpression, List<Expression>> found) {
    this.found = found;
  }

  /** Visits each place of each call in a value, those inside other calls' arguments included. */
  public static void inValue(Expression value, BiConsumer<AiExpression, List<Expression>> found) {
    new Guards(found).visit(value, List.of());
  }

  /** The same in a condition, where NULL counts as false. */
  public static void inCondition(
      Expression condition, BiConsumer<AiExpression, List<Expression>> found) {
    new Guards(found).visitCondition(condition, List.of());
  }

  private void visitCondition(Expression condition, List<Expression> path) {
    if (condition instanceof And) {
      visitInTurn(
          cheapFirst(OrderedConjuncts.split(condition)),
          path,
          Guards::isTrue,
          this::visitCondition);
    } else if (condition instanceof Or) {
      visitInTurn(
          cheapFirst(alternatives(condition)),
          path,
          part -> new Not(isTrue(part)),
          this::visitCondition);
    } else {
      visit(condition, path);
    }
  }

  private void visit(Expression expression, List<Expression> path) {
    if (!OrderedConjuncts.hasAiCall(expression)) {
      return;
    }
    if (expression instanceof AiExpression call) {
      found.accept(call, path);
      visitChildren(call, path);
    } else if (expression instanceof If choice) {
      visitCondition(choice.predicate(), path);
      visit(choice.trueValue(), and(path, isTrue(choice.predicate())));
      visit(choice.falseValue(), and(path, new Not(isTrue(choice.predicate()))));
    } else if (expression instanceof CaseWhen cases) {
      visitCases(cases, path);
    } else if (expression instanceof Coalesce coalesce) {
      visitInTurn(Seqs.list(coalesce.children()), path, IsNull::new, this::visit);
    } else if (expression instanceof And) {
      visitInTurn(
          cheapFirst(OrderedConjuncts.split(expression)), path, Guards::isNotFalse, this::visit);
    } else if (expression instanceof Or) {
      visitInTurn(
          cheapFirst(alternatives(expression)), path, part -> new Not(isTrue(part)), this::visit);
    } else if (expression instanceof AggregateExpression aggregate) {
      visitAggregate(aggregate);
    } else {
      // What guards a window or a subquery from outside says nothing of the rows inside.
      boolean ownRows =
          expression instanceof WindowExpression || expression instanceof PlanExpression<?>;
      visitChildren(expression, ownRows ? List.of() : path);
    }
  }

  private void visitChildren(Expression expression, List<Expression> path) {
    Seqs.<Expression>list(expression.children()).forEach(child -> visit(child, path));
  }

  private void visitCases(CaseWhen cases, List<Expression> path) {
    List<Expression> before = path;
    for (Tuple2<Expression, Expression> branch : Seqs.list(cases.branches())) {
      visitCondition(branch._1(), before);
      visit(branch._2(), and(before, isTrue(branch._1())));
      before = and(before, new Not(isTrue(branch._1())));
    }
    if (cases.elseValue().isDefined()) {
      visit(cases.elseValue().get(), before);
    }
  }

  /** Each part is evaluated only if the ones before it left the outcome open. */
  private void visitInTurn(
      List<Expression> parts,
      List<Expression> path,
      UnaryOperator<Expression> open,
      BiConsumer<Expression, List<Expression>> visitor) {
    List<Expression> before = path;
    for (Expression part : parts) {
      visitor.accept(part, before);
      before = and(before, open.apply(part));
    }
  }

  /** Inside an aggregate function are rows, outside of it groups. */
  private void visitAggregate(AggregateExpression aggregate) {
    List<Expression> path = List.of();
    if (aggregate.filter().isDefined()) {
      visitCondition(aggregate.filter().get(), List.of());
      path = and(path, isTrue(aggregate.filter().get()));
    }
    visit(aggregate.aggregateFunction(), path);
  }

  private static List<Expression> cheapFirst(List<Expression> parts) {
    List<Expression> ordered = new ArrayList<>(parts);
    ordered.sort(Comparator.comparing(part -> OrderedConjuncts.hasAiCall(part)));
    return ordered;
  }

  private static List<Expression> alternatives(Expression condition) {
    if (condition instanceof Or or) {
      List<Expression> parts = new ArrayList<>(alternatives(or.left()));
      parts.addAll(alternatives(or.right()));
      return parts;
    }
    return List.of(condition);
  }

  private static List<Expression> and(List<Expression> path, Expression condition) {
    if (!usable(condition)) {
      return path;
    }
    List<Expression> longer = new ArrayList<>(path);
    longer.add(condition);
    return List.copyOf(longer);
  }

  /** A guard is evaluated once more than the expression that it is taken from. */
  private static boolean usable(Expression condition) {
    return condition.deterministic()
        && !Transforms.exists(
            condition,
            e ->
                e instanceof PlanExpression<?>
                    || e instanceof PythonUDF
                    || e instanceof AggregateExpression
                    || e instanceof WindowExpression);
  }

  private static Expression isTrue(Expression condition) {
    return condition.nullable() ? new EqualNullSafe(condition, Literal.TrueLiteral()) : condition;
  }

  private static Expression isNotFalse(Expression condition) {
    return condition.nullable()
        ? new Not(new EqualNullSafe(condition, Literal.FalseLiteral()))
        : condition;
  }
}
