package io.understudy.spark.answer;

import io.understudy.catalyst.bridge.Seqs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.expressions.Size;
import org.apache.spark.sql.catalyst.expressions.StructsToJson;
import org.apache.spark.sql.catalyst.expressions.XxHash64;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;

/** By what a row of the source is known again: 128 bits over all that its answers depend on. */
final class RowHash {
  /** Name of the first 64 bits' column. */
  static final String HIGH = "_row_high";

  /** Name of the last 64 bits' column. */
  static final String LOW = "_row_low";

  /** Any two different numbers; views that exist depend on them. */
  private static final long HIGH_SEED = 42;

  private static final long LOW_SEED = 0x5eed;

  private RowHash() {}

  /**
   * The two columns.
   *
   * @param inputs all columns of the source that the view refers to
   */
  static List<NamedExpression> of(List<Attribute> inputs) {
    List<Expression> parts = new ArrayList<>();
    // There may be no column, and a hash of nothing is an error.
    parts.add(Literal.create(inputs.size(), DataTypes.IntegerType));
    for (Attribute input : inputs) {
      // The hash passes over NULL.
      parts.add(new IsNull(input));
      parts.addAll(hashable(input));
    }
    return List.of(named(HIGH, parts, HIGH_SEED), named(LOW, parts, LOW_SEED));
  }

  /**
   * The hash passes over NULL within a value, too, and does not see where one value ends. Vectors,
   * which are long, only get their length besides: one with a NULL in it is no vector anyway.
   */
  private static List<Expression> hashable(Attribute input) {
    if (input.dataType() instanceof ArrayType array && array.elementType() instanceof NumericType) {
      return List.of(new Size(input), input);
    }
    return input.dataType() instanceof ArrayType || input.dataType() instanceof StructType
        ? List.of(
            new StructsToJson(
                Seqs.map(Map.of("ignoreNullFields", "false")), input, Seqs.some("UTC")))
        : List.of(input);
  }

  private static NamedExpression named(String name, List<Expression> parts, long seed) {
    return new Alias(
        new XxHash64(Seqs.of(parts), seed),
        name,
        NamedExpression$.MODULE$.newExprId(),
        Seqs.seq(),
        Seqs.none(),
        noKeys());
  }

  private static Seq<String> noKeys() {
    return Seqs.seq();
  }
}
