package io.understudy.spark.answer;

import io.understudy.catalyst.bridge.Seqs;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.expressions.XxHash64;
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
    parts.add(Literal.create(inputs.size(), org.apache.spark.sql.types.DataTypes.IntegerType));
    for (Attribute input : inputs) {
      parts.add(input);
      // The hash passes over NULL.
      parts.add(new IsNull(input));
    }
    return List.of(named(HIGH, parts, HIGH_SEED), named(LOW, parts, LOW_SEED));
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
