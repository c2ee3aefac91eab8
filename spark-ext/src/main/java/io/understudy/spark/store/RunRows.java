package io.understudy.spark.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.account.RunColumns;
import io.understudy.account.RunColumns.RunColumn;
import io.understudy.account.RunReport;
import io.understudy.spark.account.RecordRows;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Runs as rows of a table and as lines of its log, with {@link RunReport}'s columns. */
final class RunRows {
  static final String RUN = "run_id";
  static final String STARTED = "started_at";

  /** All of them may be NULL: a run may be older than a column. */
  static final StructType SHOWN_TYPE =
      new StructType(
          RunColumns.ALL.stream()
              .map(
                  column ->
                      new StructField(
                          column.name(),
                          RecordRows.type(column.type()),
                          /* nullable= */ true,
                          new MetadataBuilder().putString("comment", column.meaning()).build()))
              .toArray(StructField[]::new));

  static final StructType TABLE_TYPE =
      SHOWN_TYPE
          .add(StoreTable.WRITER, DataTypes.StringType, false)
          .add(StoreTable.SEQUENCE, DataTypes.LongType, false);

  private RunRows() {}

  /** A run of this application as {@link #SHOWN_TYPE} has it. */
  static Row row(RunReport run) {
    return RowFactory.create(
        RunColumns.ALL.stream().map(column -> external(column.value(run))).toArray());
  }

  /** A run of the log as {@link #SHOWN_TYPE} has it. */
  static Row row(JsonNode run) {
    return RowFactory.create(values(run, RunColumns.ALL.size()));
  }

  /** A run of the log as {@link #TABLE_TYPE} has it. */
  static Row row(JsonNode run, String writer, long sequence) {
    @Nullable Object[] values = values(run, RunColumns.ALL.size() + 2);
    values[RunColumns.ALL.size()] = writer;
    values[RunColumns.ALL.size() + 1] = sequence;
    return RowFactory.create(values);
  }

  /** The line of a run, without what is NULL. */
  static ObjectNode json(RunReport run) {
    ObjectNode line = LogLines.line();
    for (RunColumn column : RunColumns.ALL) {
      Object value = column.value(run);
      if (value instanceof Long number) {
        line.put(column.name(), number);
      } else if (value instanceof Double number) {
        line.put(column.name(), number);
      } else if (value != null) {
        // Times in ISO 8601.
        line.put(column.name(), value.toString());
      }
    }
    return line;
  }

  private static @Nullable Object[] values(JsonNode run, int size) {
    @Nullable Object[] values = new Object[size];
    List<RunColumn> columns = RunColumns.ALL;
    for (int i = 0; i < columns.size(); i++) {
      JsonNode value = run.path(columns.get(i).name());
      values[i] =
          value.isMissingNode() || value.isNull() ? null : value(value, columns.get(i).type());
    }
    return values;
  }

  private static Object value(JsonNode value, Class<?> type) {
    if (type == Instant.class) {
      return Timestamp.from(Instant.parse(value.asText()));
    }
    if (type == long.class || type == Long.class) {
      return value.asLong();
    }
    return type == String.class ? value.asText() : (Object) value.asDouble();
  }

  private static @Nullable Object external(@Nullable Object value) {
    return value instanceof Instant instant ? Timestamp.from(instant) : value;
  }
}
