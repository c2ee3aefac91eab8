package io.understudy.spark.answer;

import io.understudy.call.AiFunction;
import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.order.Guards;
import io.understudy.catalyst.plan.KeptAnswer;
import io.understudy.catalyst.resolve.AiExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.StringType;
import scala.Tuple2;

/**
 * One item of a view's select list.
 *
 * @param written as it was analysed
 * @param calls the different calls of AI.IF and AI.CLASSIFY in it
 */
record ViewItem(NamedExpression written, List<AiExpression> calls) {
  /** End of the name of the column that tells who gave the answer. */
  static final String BY = "_by";

  private static final String MODEL = "_model";
  private static final String SCORE = "_score";

  static ViewItem of(NamedExpression item) {
    List<AiExpression> calls = new ArrayList<>();
    for (AiExpression call : Transforms.collect((Expression) item, AiExpression.class)) {
      if (call.call().function() != AiFunction.EMBED
          && calls.stream().noneMatch(call::semanticEquals)) {
        calls.add(call);
      }
    }
    return new ViewItem(item, List.copyOf(calls));
  }

  String name() {
    return written.name();
  }

  /**
   * The columns that the item becomes: itself, and where its answer comes from.
   *
   * @param wanted true where the answer is wanted; none if it is everywhere
   */
  List<NamedExpression> columns(Optional<Attribute> wanted) {
    if (calls.isEmpty()) {
      return List.of(written);
    }
    AiExpression call = calls.get(0);
    AiExpression kept = wanted.map(call.keeping()::askedWhere).orElseGet(call::keeping);
    Expression value =
        Transforms.up(
            ((Alias) written).child(),
            part ->
                part instanceof AiExpression other && other.semanticEquals(call)
                    ? field(kept, KeptAnswer.ANSWER)
                    : part);
    Optional<Expression> needed = needed();
    return List.of(
        named(value, name()),
        named(where(needed, field(kept, KeptAnswer.BY)), name() + BY),
        named(where(needed, field(kept, KeptAnswer.MODEL)), name() + MODEL),
        named(where(needed, field(kept, KeptAnswer.SCORE)), name() + SCORE));
  }

  /**
   * When the item needs its call, by the CASE, AND and the like around it: rows that it does not
   * need are not asked about, and have no origin. Nothing if it always does.
   */
  private Optional<Expression> needed() {
    List<List<Expression>> places = new ArrayList<>();
    Guards.inValue((Expression) written, (call, guard) -> places.add(guard));
    return places.stream().anyMatch(List::isEmpty)
        ? Optional.empty()
        : places.stream()
            .map(guard -> guard.stream().reduce(And::new).orElseThrow())
            .reduce(Or::new);
  }

  private static Expression where(Optional<Expression> needed, Expression field) {
    return needed
        .<Expression>map(when -> new If(when, field, Literal.create(null, field.dataType())))
        .orElse(field);
  }

  /** A column whose text is asked about by one of the calls, and that the item hands on. */
  Optional<Attribute> text(List<Attribute> asked) {
    return handedOn((Expression) written)
        .filter(column -> asked.stream().anyMatch(text -> text.exprId().equals(column.exprId())))
        .findFirst();
  }

  /** Columns whose text may be in a value; one that is only tested, or measured, is not. */
  private static Stream<Attribute> handedOn(Expression value) {
    if (!holdsText(value) || value instanceof AiExpression) {
      return Stream.empty();
    }
    if (value instanceof Attribute column) {
      return Stream.of(column);
    }
    if (value instanceof If either) {
      return Stream.of(either.trueValue(), either.falseValue()).flatMap(ViewItem::handedOn);
    }
    if (value instanceof CaseWhen cases) {
      return Stream.concat(
              Seqs.list(cases.branches()).stream().map(Tuple2::_2),
              Seqs.<Expression>optional(cases.elseValue()).stream())
          .flatMap(ViewItem::handedOn);
    }
    return Seqs.<Expression>list(value.children()).stream().flatMap(ViewItem::handedOn);
  }

  private static boolean holdsText(Expression expression) {
    return expression
        .dataType()
        .existsRecursively(type -> type instanceof StringType || type instanceof BinaryType);
  }

  private static Expression field(AiExpression call, int place) {
    return new GetStructField(call, place, Seqs.none());
  }

  private static NamedExpression named(Expression value, String name) {
    return new Alias(
        value, name, NamedExpression$.MODULE$.newExprId(), Seqs.seq(), Seqs.none(), Seqs.seq());
  }
}
