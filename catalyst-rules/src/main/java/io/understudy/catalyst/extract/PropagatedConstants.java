package io.understudy.catalyst.extract;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.order.OrderedConjuncts;
import io.understudy.catalyst.resolve.AiExpression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.EqualNullSafe;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;

/**
 * Takes back what {@code ConstantPropagation} does to a call: beside {@code lang = 'de'} it writes
 * {@code 'de'} into the slot that the column fills. The same call in the SELECT list keeps the
 * column, and would count as another one.
 */
final class PropagatedConstants {
  private final Map<String, Attribute> columns = new HashMap<>();
  private final Map<String, Expression> values = new HashMap<>();

  private PropagatedConstants() {}

  /** What the cheap part of a condition says of columns that equal a constant. */
  static PropagatedConstants of(Optional<Expression> cheap) {
    PropagatedConstants constants = new PropagatedConstants();
    for (Expression part : cheap.map(OrderedConjuncts::split).orElse(List.of())) {
      if (part instanceof EqualTo equal) {
        constants.add(equal.left(), equal.right());
      } else if (part instanceof EqualNullSafe equal) {
        constants.add(equal.left(), equal.right());
      }
    }
    return constants;
  }

  private void add(Expression left, Expression right) {
    if (left instanceof Attribute column && right instanceof Literal) {
      columns.put(column.name(), column);
      values.put(column.name(), right);
    } else if (right instanceof Attribute && left instanceof Literal) {
      add(right, left);
    }
  }

  /** The conjunct with the columns back in the slots that are named after them. */
  Expression undone(Expression conjunct) {
    return columns.isEmpty()
        ? conjunct
        : Transforms.up(conjunct, e -> e instanceof AiExpression call ? undone(call) : e);
  }

  private Expression undone(AiExpression call) {
    List<Expression> children = new ArrayList<>(Seqs.<Expression>list(call.children()));
    List<String> names = call.prompt().slots();
    boolean changed = false;
    for (int i = 0; i < names.size(); i++) {
      Attribute column = columns.get(names.get(i));
      if (column != null && children.get(i).equals(values.get(names.get(i)))) {
        children.set(i, column);
        changed = true;
      }
    }
    return changed ? call.withNewChildren(Seqs.of(children)) : call;
  }
}
