package io.understudy.spark.view;

import static org.apache.spark.sql.functions.col;

import io.understudy.spark.bridge.SqlText;
import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.store.StoreErrors;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/**
 * A view's source as it is now.
 *
 * @param rows the table's rows, as the newest version has them when they were looked up
 * @param table its name with catalogue and schema where it has them, as SQL writes it
 * @param keys of the relation
 * @param version taken before the rows were looked up, so that what comes in between is read again
 * @param column as the table spells it
 */
record ViewSource(
    Dataset<Row> rows, String table, List<String> keys, String version, String column) {
  /** What texts are called in {@link #texts}. */
  static final String TEXT = "text";

  /**
   * Looks the table up; runs no job.
   *
   * @param statement for messages
   * @param table as it is named in SQL
   * @throws UnderstudyException when it is not there, or nothing that a view can be of
   */
  static ViewSource open(
      SparkSession session, String statement, String view, String table, String column) {
    try {
      LogicalPlan relation = relation(rows(session, statement, view, table, column));
      List<String> keys = relation == null ? List.of() : RelationKeys.of(relation);
      if (relation == null || keys.isEmpty()) {
        throw ViewErrors.source(
            statement, view, table, column, "it is no table by itself, but a query or a view");
      }
      String version = SourceVersion.of(keys, session.sparkContext().hadoopConfiguration());
      Dataset<Row> rows = rows(session, statement, view, table, column);
      Optional<StructField> field =
          Arrays.stream(rows.schema().fields())
              .filter(f -> f.name().equalsIgnoreCase(column))
              .findFirst();
      if (field.isEmpty()) {
        throw ViewErrors.source(
            statement, view, table, column, "it has no column of that name, only " + names(rows));
      }
      if (!(field.get().dataType() instanceof StringType)) {
        throw ViewErrors.source(
            statement,
            view,
            table,
            column,
            "the column's type is " + field.get().dataType().sql() + ", not STRING");
      }
      return new ViewSource(
          rows, RelationKeys.name(relation).orElse(table), keys, version, field.get().name());
    } catch (IOException e) {
      throw StoreErrors.unreadable(table, e);
    }
  }

  private static Dataset<Row> rows(
      SparkSession session, String statement, String view, String table, String column) {
    try {
      return session.table(table);
    } catch (Exception e) {
      // Spark's analysis exceptions are checked, though nothing here declares them.
      if (e instanceof AnalysisException missing) {
        throw ViewErrors.source(
            statement, view, table, column, String.valueOf(missing.getSimpleMessage()));
      }
      throw e;
    }
  }

  private static String names(Dataset<Row> rows) {
    return Arrays.stream(rows.columns()).collect(Collectors.joining(", "));
  }

  private static @Nullable LogicalPlan relation(Dataset<Row> table) {
    LogicalPlan plan = table.queryExecution().analyzed();
    while (plan instanceof SubqueryAlias alias) {
      plan = alias.child();
    }
    return plan.children().isEmpty() ? plan : null;
  }

  /** The column's texts, row by row, without NULL. */
  Dataset<Row> texts() {
    return rows.select(col(SqlText.quoted(List.of(column))).as(TEXT)).where(col(TEXT).isNotNull());
  }
}
