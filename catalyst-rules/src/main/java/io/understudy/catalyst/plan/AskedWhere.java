package io.understudy.catalyst.plan;

import io.understudy.catalyst.bridge.JavaExpression;
import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.types.DataType;
import scala.collection.immutable.Seq;

/**
 * A text that is asked about where a condition is true, and belongs to what an understudy learns
 * from and promises something about everywhere. Its value is NULL where the condition is not true.
 */
public final class AskedWhere extends JavaExpression {
  private static final long serialVersionUID = 1L;

  private final Expression condition;
  private final Expression text;

  public AskedWhere(Expression condition, Expression text) {
    super(Seqs.seq(condition, text));
    this.condition = condition;
    this.text = text;
  }

  /** The expression with every text as it is everywhere. */
  public static Expression everywhere(Expression slot) {
    return Transforms.up(slot, part -> part instanceof AskedWhere asked ? asked.text : part);
  }

  private Expression value() {
    return new If(condition, text, Literal.create(null, text.dataType()));
  }

  @Override
  public List<Object> elements() {
    return List.of(condition, text);
  }

  @Override
  protected Expression withChildren(Seq<Expression> children) {
    return new AskedWhere(children.apply(0), children.apply(1));
  }

  @Override
  public DataType dataType() {
    return text.dataType();
  }

  @Override
  public boolean nullable() {
    return true;
  }

  @Override
  public Object eval(InternalRow input) {
    return value().eval(input);
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    return value().genCode(context);
  }

  @Override
  public String toString() {
    return text + " where " + condition;
  }
}
