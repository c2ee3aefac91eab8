package io.understudy.catalyst.resolve;

import io.understudy.call.AiCall;
import io.understudy.call.AiFunction;
import io.understudy.call.PromptTemplate;
import io.understudy.catalyst.bridge.JavaExpression;
import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.error.AiAnalysisException;
import io.understudy.catalyst.plan.AskedWhere;
import io.understudy.catalyst.plan.KeptAnswer;
import io.understudy.error.ErrorCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Unevaluable;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.immutable.Seq;

/**
 * A resolved AI call inside an expression. It is never evaluated: {@code ExtractAiCalls} moves it
 * into a stage below and leaves an attribute behind.
 *
 * <p>It calls itself deterministic, because the same data gets the same answer within a query and
 * GROUP BY allows nothing else; being {@link Unevaluable} keeps the optimizer from running it on
 * small local relations, which would spend money while a query is only planned. That Spark may then
 * write the call twice does no harm: equal calls become one stage.
 */
public final class AiExpression extends JavaExpression implements Unevaluable {
  private static final long serialVersionUID = 1L;

  private final AiCall call;
  private final PromptTemplate prompt;
  private final boolean kept;

  /**
   * @param call the constant arguments
   * @param prompt the prompt as the call says it; the optimizer may change what stands in a slot,
   *     but not what is asked
   * @param kept whether the answer comes with its origin, as {@link KeptAnswer}
   * @param children one expression per slot of the prompt, then the embeddings if the call gives
   *     them
   */
  public AiExpression(AiCall call, PromptTemplate prompt, boolean kept, Seq<Expression> children) {
    super(children);
    this.call = call;
    this.prompt = prompt;
    this.kept = kept;
  }

  /** The call's constant arguments. */
  public AiCall call() {
    return call;
  }

  /** The constant text and the slots of the prompt, input or content. */
  public PromptTemplate prompt() {
    return prompt;
  }

  /** Whether the answer comes with its origin, as {@link KeptAnswer}. */
  public boolean kept() {
    return kept;
  }

  /** The same call, whose answer comes with its origin. */
  public AiExpression keeping() {
    return new AiExpression(call, prompt, /* kept= */ true, children());
  }

  /** The same call, which asks where a condition is true, see {@link AskedWhere}. */
  public AiExpression askedWhere(Expression condition) {
    List<Expression> arguments = new ArrayList<>();
    slots().forEach(slot -> arguments.add(new AskedWhere(condition, slot)));
    embeddings().ifPresent(arguments::add);
    return new AiExpression(call, prompt, kept, Seqs.of(arguments));
  }

  /** The row's data, one expression per slot. */
  public List<Expression> slots() {
    return Seqs.<Expression>list(children()).subList(0, prompt.slots().size());
  }

  /** The embeddings argument, if the call gives one. */
  public Optional<Expression> embeddings() {
    int slots = prompt.slots().size();
    return children().size() > slots ? Optional.of(children().apply(slots)) : Optional.empty();
  }

  @Override
  public List<Object> elements() {
    return List.of(call, prompt, kept, children());
  }

  @Override
  protected Expression withChildren(Seq<Expression> newChildren) {
    return new AiExpression(call, prompt, kept, newChildren);
  }

  /** Equal calls ask the same, whatever the columns are called that fill the prompt. */
  @Override
  public Expression canonicalized() {
    return new AiExpression(
        call,
        prompt.withoutNames(),
        kept,
        Seqs.of(
            Seqs.<Expression>list(children()).stream().map(Expression::canonicalized).toList()));
  }

  @Override
  public DataType dataType() {
    return kept ? KeptAnswer.of(plainType()) : plainType();
  }

  private DataType plainType() {
    if (call.function() == AiFunction.EMBED) {
      return DataTypes.createArrayType(DataTypes.FloatType, false);
    }
    if (call.function() == AiFunction.IF) {
      return DataTypes.BooleanType;
    }
    return call.arrayOutput()
        ? DataTypes.createArrayType(DataTypes.StringType, false)
        : DataTypes.StringType;
  }

  @Override
  public boolean nullable() {
    return true;
  }

  @Override
  public boolean foldable() {
    return false;
  }

  @Override
  public String prettyName() {
    return call.function().plainName();
  }

  @Override
  public String toString() {
    return prettyName() + children().mkString("('" + prompt.instruction() + "', ", ", ", ")");
  }

  @Override
  public String sql() {
    return prettyName() + "(" + prompt.instruction() + ")";
  }

  @Override
  public Object eval(InternalRow input) {
    throw unevaluable();
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    throw unevaluable();
  }

  private RuntimeException unevaluable() {
    return AiAnalysisException.raise(
        ErrorCondition.UNDERSTUDY_UNSUPPORTED_PLACE,
        Map.of(
            "function",
            call.function().sqlName(),
            "place",
            "where Spark evaluates an expression by itself, outside of a query's plan"));
  }
}
