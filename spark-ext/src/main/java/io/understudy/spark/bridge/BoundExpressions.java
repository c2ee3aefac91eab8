package io.understudy.spark.bridge;

import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.BindReferences;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.package$;
import scala.collection.immutable.Seq;

/** Binds expressions to the columns of a row, so that executors can evaluate them. */
public final class BoundExpressions {
  private BoundExpressions() {}

  /** The expression reading its columns by position. */
  public static Expression bind(Expression expression, Seq<Attribute> input) {
    return BindReferences.bindReference(
        expression, package$.MODULE$.AttributeSeq(input), /* allowFailures= */ false);
  }
}
