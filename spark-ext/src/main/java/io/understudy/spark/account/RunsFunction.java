package io.understudy.spark.account;

import io.understudy.account.RunColumns;
import io.understudy.account.RunColumns.RunColumn;
import io.understudy.account.RunReport;
import io.understudy.catalyst.bridge.Seqs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** The table function {@code understudy_runs()}: one row per executed AI call, newest last. */
public final class RunsFunction {
  private RunsFunction() {}

  /** A relation with the runs as they stand now; its columns are {@link RunReport}'s. */
  public static LogicalPlan relation() {
    List<Attribute> columns = new ArrayList<>();
    for (RunColumn column : RunColumns.ALL) {
      columns.add(
          new AttributeReference(
              column.name(),
              type(column.type()),
              column.nullable(),
              new MetadataBuilder().putString("comment", column.meaning()).build(),
              NamedExpression$.MODULE$.newExprId(),
              Seqs.seq()));
    }
    List<InternalRow> rows =
        RunLedger.existing().map(RunLedger::reports).orElse(List.of()).stream()
            .map(RunsFunction::row)
            .toList();
    return new LocalRelation(Seqs.of(columns), Seqs.of(rows), false, Option.empty());
  }

  private static DataType type(Class<?> type) {
    if (type == long.class) {
      return DataTypes.LongType;
    }
    if (type == Instant.class) {
      return DataTypes.TimestampType;
    }
    return type == String.class ? DataTypes.StringType : DataTypes.DoubleType;
  }

  private static InternalRow row(RunReport report) {
    return new GenericInternalRow(
        RunColumns.ALL.stream().map(column -> internal(column.value(report))).toArray());
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
