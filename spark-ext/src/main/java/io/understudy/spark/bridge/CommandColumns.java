package io.understudy.spark.bridge;

import io.understudy.catalyst.bridge.Seqs;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Columns of the rows that a statement returns. */
public final class CommandColumns {
  private CommandColumns() {}

  /** New attributes for a statement's columns. */
  public static List<Attribute> of(StructType type) {
    return Arrays.stream(type.fields()).map(CommandColumns::attribute).toList();
  }

  private static Attribute attribute(StructField field) {
    return new AttributeReference(
        field.name(),
        field.dataType(),
        field.nullable(),
        field.metadata(),
        NamedExpression$.MODULE$.newExprId(),
        Seqs.seq());
  }
}
