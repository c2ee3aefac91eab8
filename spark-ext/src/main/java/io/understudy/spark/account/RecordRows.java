package io.understudy.spark.account;

import io.understudy.account.RunColumns.RunColumn;
import io.understudy.catalyst.bridge.Seqs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Documented records as columns and rows of a table function. */
public final class RecordRows {
  private RecordRows() {}

  /** New columns, each with its meaning as a comment. */
  public static List<Attribute> attributes(List<RunColumn> columns) {
    List<Attribute> attributes = new ArrayList<>();
    for (RunColumn column : columns) {
      attributes.add(
          new AttributeReference(
              column.name(),
              type(column.type()),
              column.nullable(),
              new MetadataBuilder().putString("comment", column.meaning()).build(),
              NamedExpression$.MODULE$.newExprId(),
              Seqs.seq()));
    }
    return attributes;
  }

  /** A record's values in Spark's inner form. */
  public static InternalRow row(List<RunColumn> columns, Record row) {
    return new GenericInternalRow(
        columns.stream().map(column -> internal(column.value(row))).toArray());
  }

  /** SQL's type for a component's. */
  public static DataType type(Class<?> type) {
    if (type == long.class || type == Long.class) {
      return DataTypes.LongType;
    }
    if (type == Instant.class) {
      return DataTypes.TimestampType;
    }
    return type == String.class ? DataTypes.StringType : DataTypes.DoubleType;
  }

  private static @Nullable Object internal(@Nullable Object value) {
    if (value instanceof String text) {
      return UTF8String.fromString(text);
    }
    return value instanceof Instant instant
        ? (Object) (instant.getEpochSecond() * 1_000_000L + instant.getNano() / 1_000)
        : value;
  }
}
