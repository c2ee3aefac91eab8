package io.understudy.spark.account;

import io.understudy.account.RunReport;
import io.understudy.catalyst.bridge.Seqs;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** The table function {@code understudy_runs()}: one row per executed AI call, newest last. */
public final class RunsFunction {
  public static final String NAME = "understudy_runs";

  private RunsFunction() {}

  /** A relation with the runs as they stand now; its columns are {@link RunReport}'s. */
  public static LogicalPlan relation() {
    List<Attribute> columns = new ArrayList<>();
    for (RecordComponent component : RunReport.class.getRecordComponents()) {
      columns.add(
          new AttributeReference(
              columnName(component.getName()),
              type(component.getType()),
              component.getType() == Double.class,
              Metadata.empty(),
              NamedExpression$.MODULE$.newExprId(),
              Seqs.seq()));
    }
    List<InternalRow> rows =
        RunLedger.existing().map(RunLedger::reports).orElse(List.of()).stream()
            .map(RunsFunction::row)
            .toList();
    return new LocalRelation(Seqs.of(columns), Seqs.of(rows), false, Option.empty());
  }

  /** {@code rowsProxy} becomes {@code rows_proxy}. */
  static String columnName(String component) {
    return component.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
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
    RecordComponent[] components = RunReport.class.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] = internal(value(components[i], report));
    }
    return new GenericInternalRow(values);
  }

  private static @Nullable Object value(RecordComponent component, RunReport report) {
    try {
      return component.getAccessor().invoke(report);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("a public record's accessor cannot fail", e);
    }
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
