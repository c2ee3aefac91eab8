package io.understudy.catalyst.order;

import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.resolve.AiExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Expression;

/**
 * A condition split so that everything cheap runs before anything that may cost money.
 *
 * <p>Reordering keeps the answer: a conjunction is true exactly when each part is, whatever the
 * order, and NULL drops a row as false does. What it changes is which rows an AI call sees.
 *
 * @param cheap the conjunction of the parts without an AI call, if there are any
 * @param ai the parts with an AI call, those with fewer calls first, else as written
 */
public record OrderedConjuncts(Optional<Expression> cheap, List<Expression> ai) {

  /** Splits a condition at its top-level ANDs. */
  public static OrderedConjuncts of(Expression condition) {
    List<Expression> cheap = new ArrayList<>();
    List<Expression> ai = new ArrayList<>();
    for (Expression conjunct : split(condition)) {
      (hasAiCall(conjunct) ? ai : cheap).add(conjunct);
    }
    ai.sort(
        (a, b) ->
            Integer.compare(
                Transforms.collect(a, AiExpression.class).size(),
                Transforms.collect(b, AiExpression.class).size()));
    return new OrderedConjuncts(cheap.stream().reduce(And::new), List.copyOf(ai));
  }

  /** Whether an AI call stands anywhere in the expression. */
  public static boolean hasAiCall(Expression expression) {
    return Transforms.exists(expression, AiExpression.class::isInstance);
  }

  /** The parts of a condition between its top-level ANDs, all true of every row that passes. */
  public static List<Expression> split(Expression condition) {
    if (condition instanceof And and) {
      List<Expression> parts = new ArrayList<>(split(and.left()));
      parts.addAll(split(and.right()));
      return parts;
    }
    return List.of(condition);
  }
}
