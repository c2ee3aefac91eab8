package io.understudy.catalyst.extract;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.util.UnsafeRowUtils;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;

/** Columns that have the same value in every row of a plan. */
final class EqualColumns {
  private final Map<ExprId, Attribute> equals = new HashMap<>();

  private EqualColumns() {}

  /** What the constraints of the plan say, joins' conditions among them. */
  static EqualColumns of(LogicalPlan plan) {
    EqualColumns columns = new EqualColumns();
    for (Expression constraint : Seqs.list(plan.constraints().toSeq())) {
      if (constraint instanceof EqualTo equal
          && equal.left() instanceof Attribute left
          && equal.right() instanceof Attribute right
          && left.dataType().equals(right.dataType())
          // Equal texts may differ under a collation, and 0.0 equals -0.0.
          && UnsafeRowUtils.isBinaryStable(left.dataType())
          && !(left.dataType() instanceof FloatType || left.dataType() instanceof DoubleType)) {
        columns.join(left, right);
      }
    }
    return columns;
  }

  private void join(Attribute left, Attribute right) {
    Attribute one = first(left);
    Attribute other = first(right);
    if (!one.exprId().equals(other.exprId())) {
      boolean older = one.exprId().id() < other.exprId().id();
      equals.put((older ? other : one).exprId(), older ? one : other);
    }
  }

  private Attribute first(Attribute column) {
    Attribute current = column;
    for (Attribute next = current; next != null; next = equals.get(current.exprId())) {
      current = next;
    }
    return current;
  }

  /** The expression with one column of each group of equal ones in place of the others. */
  Expression unified(Expression expression) {
    return equals.isEmpty()
        ? expression
        : Transforms.up(expression, e -> e instanceof Attribute column ? first(column) : e);
  }
}
