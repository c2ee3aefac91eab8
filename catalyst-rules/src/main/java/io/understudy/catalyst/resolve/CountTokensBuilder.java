package io.understudy.catalyst.resolve;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.function.CountTokensSpec;
import org.apache.spark.sql.catalyst.analysis.ExpressionBuilder;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry$;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.IntegralDivide;
import org.apache.spark.sql.catalyst.expressions.Length;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.FunctionSignature;
import org.apache.spark.sql.catalyst.plans.logical.InputParameter;
import org.apache.spark.sql.types.DataTypes;
import scala.Option;
import scala.collection.immutable.Seq;

/**
 * Builds {@code AI.COUNT_TOKENS} out of Spark's own expressions: the same quarter of the
 * characters, rounded up, as {@link io.understudy.account.TokenEstimate}.
 */
public final class CountTokensBuilder implements ExpressionBuilder {
  private static final int CHARACTERS_PER_TOKEN = 4;

  /** Builds from arguments as they were written. */
  public Expression buildFromCall(Seq<Expression> arguments) {
    String name = CountTokensSpec.NAME;
    return build(name, FunctionRegistry$.MODULE$.rearrangeExpressions(name, this, arguments));
  }

  @Override
  public Option<FunctionSignature> functionSignature() {
    return Seqs.some(
        new FunctionSignature(
            Seqs.seq(new InputParameter(CountTokensSpec.CONTENT.name(), Seqs.none()))));
  }

  @Override
  public Expression build(String functionName, Seq<Expression> arguments) {
    Expression rounded = new Add(new Length(arguments.apply(0)), number(CHARACTERS_PER_TOKEN - 1));
    return new IntegralDivide(rounded, number(CHARACTERS_PER_TOKEN));
  }

  private static Literal number(int value) {
    return new Literal(value, DataTypes.IntegerType);
  }
}
