package io.understudy.catalyst.resolve;

import io.understudy.catalyst.error.AiAnalysisException;
import io.understudy.error.ErrorCondition;
import io.understudy.function.FunctionSpec;
import io.understudy.function.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkThrowable;
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
  private static final int MOST_SHOWN = 200;

  private final String functionName;
  private final List<Parameter> parameters;
  private final List<Expression> arguments;

  /**
   * @param arguments one expression per parameter of the function, absent ones as {@link
   *     AiFunctionBuilder#ABSENT}
   */
  ConstantArguments(FunctionSpec spec, List<Expression> arguments) {
    this(spec.function().sqlName(), spec.parameters(), arguments);
  }

  /**
   * @param functionName for messages
   * @param parameters of the function
   * @param arguments one expression per parameter, absent ones as {@link AiFunctionBuilder#ABSENT}
   */
  ConstantArguments(String functionName, List<Parameter> parameters, List<Expression> arguments) {
    this.functionName = functionName;
    this.parameters = parameters;
    this.arguments = arguments;
  }

  String functionName() {
    return functionName;
  }

  /** The argument's expression; empty if the call does not give it or the function lacks it. */
  Optional<Expression> given(String name) {
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.get(i).name().equals(name)) {
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
                throw wrongType(
                    name,
                    argument.dataType(),
                    "STRING",
                    "Write it as a text: " + name + " => '...'.");
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
                        () ->
                            wrongValue(
                                name,
                                "'" + value + "'",
                                "one of " + allowed,
                                "Write for example " + name + " => '" + allowed.get(0) + "'.")));
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
                  name,
                  String.format(Locale.ROOT, "%s", p),
                  "a ratio from 0 to 1",
                  "Write for example " + name + " => 0.1.");
            });
    return number;
  }

  /** A constant whole number of at least one. */
  Optional<Integer> count(String name) {
    return number(name)
        .map(
            number -> {
              if (!(number >= 1 && number <= Integer.MAX_VALUE && number == Math.rint(number))) {
                throw wrongValue(
                    name,
                    String.format(Locale.ROOT, "%s", number),
                    "a whole number of at least 1",
                    "Write for example " + name + " => 250.");
              }
              return number.intValue();
            });
  }

  /** The elements of a constant array argument as rows of one or more fields. */
  List<InternalRow> rows(String name, Expression argument) {
    Object value = notNull(name, constant(name, argument), "an array");
    DataType elementType = ((ArrayType) argument.dataType()).elementType();
    var array = (org.apache.spark.sql.catalyst.util.ArrayData) value;
    List<InternalRow> rows = new ArrayList<>();
    for (int i = 0; i < array.numElements(); i++) {
      if (array.isNullAt(i)) {
        throw nullElement(name, i);
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
        throw nullElement(name, i);
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
                throw wrongType(
                    name,
                    argument.dataType(),
                    "a number",
                    "Write it without quotes: " + name + " => 0.9.");
              }
              Expression asDouble =
                  Cast$.MODULE$.apply(argument, DataTypes.DoubleType, /* ansiEnabled= */ false);
              return (Double) notNull(name, constant(name, asDouble), "a number");
            });
  }

  private @Nullable Object constant(String name, Expression argument) {
    if (!argument.foldable()) {
      throw notConstant(name, argument);
    }
    try {
      return argument.eval(null);
    } catch (RuntimeException notComputable) {
      // A constant that is wrong by itself, such as 1 / 0 or date('x'), says so best itself.
      boolean saysWhy =
          notComputable instanceof SparkThrowable spark
              && spark.getCondition() != null
              && !spark.isInternalError();
      throw saysWhy ? notComputable : notConstant(name, argument);
    } catch (Exception internal) {
      // Spark's internal errors are checked exceptions that Scala code does not declare.
      throw notConstant(name, argument);
    }
  }

  private RuntimeException notConstant(String name, Expression argument) {
    return AiAnalysisException.raise(
        ErrorCondition.UNDERSTUDY_ARGUMENT_NOT_CONSTANT,
        Map.of("function", functionName(), "argument", name, "value", shown(argument.sql())));
  }

  private RuntimeException nullElement(String name, int index) {
    return wrongValue(
        name,
        "NULL in element " + (index + 1),
        "an array without NULL",
        "Leave the element out, or give it a value.");
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
            "value", shown(value),
            "expected", shown(expected),
            "cure", cure));
  }

  RuntimeException wrongType(String name, DataType actual, String expected, String cure) {
    return AiAnalysisException.raise(
        ErrorCondition.UNDERSTUDY_ARGUMENT_TYPE,
        Map.of(
            "function", functionName(),
            "argument", name,
            "actual", shown(actual.sql()),
            "expected", expected,
            "cure", cure));
  }

  /**
   * The input is read twice, to draw the sample and to answer, and equal data gets equal answers:
   * both would be untrue of data that is made up anew at each reading.
   */
  void refuseChance(String name, Expression data) {
    if (!data.deterministic()) {
      throw AiAnalysisException.raise(
          ErrorCondition.UNDERSTUDY_ARGUMENT_NOT_DETERMINISTIC,
          Map.of("function", functionName(), "argument", name, "value", shown(data.sql())));
    }
  }

  /** Not more of it than a message can bear: a list of categories may be long. */
  private static String shown(String text) {
    return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
  }

  /** A literal that stands for an argument that was not given; compared by identity. */
  static Expression absent() {
    return new Literal(null, DataTypes.NullType);
  }
}
