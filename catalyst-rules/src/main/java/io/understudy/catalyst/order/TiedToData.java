package io.understudy.catalyst.order;

import io.understudy.catalyst.bridge.JavaExpression;
import io.understudy.catalyst.bridge.Seqs;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenFallback;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.types.DataType;
import scala.collection.immutable.Seq;

/**
 * The value of an expression that says of itself that it needs one more column. A source that lists
 * its files by predicates on partition columns, while a query is still planned, takes a predicate
 * with such a value for one on data. It is gone once the calls are extracted.
 */
public final class TiedToData extends JavaExpression implements CodegenFallback {
  private static final long serialVersionUID = 1L;

  /**
   * @param value what it is
   * @param column a column of the data, which is not looked at
   */
  public TiedToData(Expression value, Attribute column) {
    this(Seqs.seq(value, column));
  }

  private TiedToData(Seq<Expression> children) {
    super(children);
  }

  /** The value itself. */
  public Expression value() {
    return children().apply(0);
  }

  @Override
  public List<Object> elements() {
    return List.of(children());
  }

  @Override
  protected Expression withChildren(Seq<Expression> newChildren) {
    return new TiedToData(newChildren);
  }

  @Override
  public DataType dataType() {
    return value().dataType();
  }

  @Override
  public boolean nullable() {
    return value().nullable();
  }

  @Override
  public Object eval(InternalRow input) {
    return value().eval(input);
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    return CodegenFallback.super.doGenCode(context, code);
  }
}
