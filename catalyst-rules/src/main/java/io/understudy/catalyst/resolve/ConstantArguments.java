package io.understudy.catalyst.resolve;

import io.understudy.catalyst.error.AiAnalysisException;
import io.understudy.error.ErrorCondition;
import io.understudy.function.FunctionSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Cast$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.jspecify.annotations.Nullable;

/** Reads the arguments of a call that must be constant, and says by name what is wrong with one. */
final class ConstantArguments {
  private final FunctionSpec spec;
  private final List<Expression> arguments;

  /**
   * @param arguments one expression per parameter of the function, absent ones as {@link
   *     AiFunctionBuilder#ABSENT}
   */
  ConstantArguments(FunctionSpec spec, List<Expression> arguments) {
    this.spec = spec;
    this.arguments = arguments;
  }

  String functionName() {
    return spec.function().sqlName();
  }

  /** The argument's expression; empty if the call does not give it or the function lacks it. */
  Optional<Expression> given(String name) {
    for (int i = 0; i < spec.parameters().size(); i++) {
      if (spec.parameters().get(i).name().equals(name)) {
        Expression argument = arguments.get(i);
        return argument == AiFunctionBuilder.ABSENT ? Optional.empty() : Optional.of(argument);
      }
    }
    return Optional.empty();
  }

  /** A constant text; NULL counts as an error. */
  Optional<String> text(String name) {
    return given(name)
        .map(
            argument -> {
              if (!(argument.dataType() instanceof StringType)) {
                throw wrongType(name, argument.dataType(), "STRING", "");
              }
              return notNull(name, constant(name, argument), "a text").toString();
            });
  }

  /** A constant text out of a list, compared without regard to case. */
  Optional<String> oneOf(String name, List<String> allowed) {
    return text(name)
        .map(
            value ->
                allowed.stream()
                    .filter(a -> a.equalsIgnoreCase(value))
                    .findFirst()
                    .orElseThrow(
                        () -> wrongValue(name, "'" + value + "'", "one of " + allowed, "")));
  }

  /** A constant number strictly between 0 and 1. */
  Optional<Double> probability(String name) {
    Optional<Double> number = number(name);
    number
        .filter(p -> !(p > 0 && p < 1))
        .ifPresent(
            p -> {
              throw wrongValue(
                  name,
                  String.format(Locale.ROOT, "%s", p),
                  "a probability strictly between 0 and 1",
                  "Write for example " + name + " => 0.95.");
            });
    return number;
  }

  /** A constant number from 0 to 1, both included. */
  Optional<Double> ratio(String name) {
    Optional<Double> number = number(name);
    number
        .filter(p -> !(p >= 0 && p <= 1))
        .ifPresent(
            p -> {
              throw wrongValue(
                  name, String.format(Locale.ROOT, "%s", p), "a ratio from 0 to 1", "");
            });
    return number;
  }

  /** The elements of a constant array argument as rows of one or more fields. */
  List<InternalRow> rows(String name, Expression argument) {
    Object value = notNull(name, constant(name, argument), "an array");
    DataType elementType = ((ArrayType) argument.dataType()).elementType();
    var array = (org.apache.spark.sql.catalyst.util.ArrayData) value;
    List<InternalRow> rows = new ArrayList<>();
    for (int i = 0; i < array.numElements(); i++) {
      if (array.isNullAt(i)) {
        throw wrongValue(name, "NULL in element " + (i + 1), "an array without NULL", "");
      }
      rows.add((InternalRow) array.get(i, elementType));
    }
    return rows;
  }

  /** The texts of a constant array of texts. */
  List<String> texts(String name, Expression argument) {
    Object value = notNull(name, constant(name, argument), "an array");
    var array = (org.apache.spark.sql.catalyst.util.ArrayData) value;
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < array.numElements(); i++) {
      if (array.isNullAt(i)) {
        throw wrongValue(name, "NULL in element " + (i + 1), "an array without NULL", "");
      }
      texts.add(array.getUTF8String(i).toString());
    }
    return texts;
  }

  private Optional<Double> number(String name) {
    return given(name)
        .map(
            argument -> {
              if (!(argument.dataType() instanceof NumericType)) {
                throw wrongType(name, argument.dataType(), "a number", "");
              }
              Expression asDouble =
                  Cast$.MODULE$.apply(argument, DataTypes.DoubleType, /* ansiEnabled= */ false);
              return (Double) notNull(name, constant(name, asDouble), "a number");
            });
  }

  private @Nullable Object constant(String name, Expression argument) {
    if (!argument.foldable()) {
      throw AiAnalysisException.raise(
          ErrorCondition.UNDERSTUDY_ARGUMENT_NOT_CONSTANT,
          Map.of("function", functionName(), "argument", name, "value", argument.sql()));
    }
    try {
      return argument.eval(null);
    } catch (RuntimeException notComputable) {
      throw AiAnalysisException.raise(
          ErrorCondition.UNDERSTUDY_ARGUMENT_NOT_CONSTANT,
          Map.of("function", functionName(), "argument", name, "value", argument.sql()));
    }
  }

  private Object notNull(String name, @Nullable Object value, String expected) {
    if (value == null) {
      throw wrongValue(name, "NULL", expected, "Leave the argument out to get its default.");
    }
    return value;
  }

  RuntimeException wrongValue(String name, String value, String expected, String cure) {
    return AiAnalysisException.raise(
        ErrorCondition.UNDERSTUDY_ARGUMENT_VALUE,
        Map.of(
            "function", functionName(),
            "argument", name,
            "value", value,
            "expected", expected,
            "cure", cure));
  }

  RuntimeException wrongType(String name, DataType actual, String expected, String cure) {
    return AiAnalysisException.raise(
        ErrorCondition.UNDERSTUDY_ARGUMENT_TYPE,
        Map.of(
            "function", functionName(),
            "argument", name,
            "actual", actual.sql(),
            "expected", expected,
            "cure", cure));
  }

  /** A literal that stands for an argument that was not given; compared by identity. */
  static Expression absent() {
    return new Literal(null, DataTypes.NullType);
  }
}
