package io.understudy.function;

import io.understudy.account.RunColumns;
import io.understudy.account.RunColumns.RunColumn;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table function {@code understudy_spending()} as SQL sees it. */
public final class SpendingSpec {
  public static final String NAME = "understudy_spending";
  public static final String USAGE =
      "What calls did cost and what they saved, by day, user, function, instruction and endpoint: the"
          + " sums of understudy_runs(), oldest day first.";
  public static final String SINCE = "0.1.0";

  /** The first column. */
  public static final String DAY = "day";

  /** The number of runs. */
  public static final String RUNS = "runs";

  /** One row for each combination of these. */
  public static final List<SpendingColumn> KEYS =
      Stream.concat(
              Stream.of(
                  new SpendingColumn(
                      DAY,
                      "DATE",
                      "",
                      "Day on which the calls began to be prepared, in the session's time zone.")),
              columns("user_name", "function", "instruction", "endpoint"))
          .toList();

  /** What is added up; the columns of {@code understudy_runs()} with the same names. */
  public static final List<SpendingColumn> SUMS =
      columns(
              "rows",
              "calls",
              "tokens_in",
              "tokens_out",
              "cost",
              "calls_reused",
              "tokens_reused",
              "calls_avoided",
              "tokens_avoided",
              "cost_avoided")
          .toList();

  /** All columns, in order. */
  public static final List<SpendingColumn> COLUMNS =
      Stream.of(
              KEYS.stream(),
              Stream.of(new SpendingColumn(RUNS, "BIGINT", "runs", "Executed AI calls.")),
              SUMS.stream())
          .flatMap(columns -> columns)
          .toList();

  public static final FunctionExample EXAMPLE =
      new FunctionExample(
          "SELECT day, user_name, sum(calls) AS calls, sum(cost) AS cost FROM understudy_spending()"
              + " GROUP BY ALL ORDER BY day",
          List.of());

  private SpendingSpec() {}

  /**
   * One column.
   *
   * @param type SQL's name of the type
   * @param unit of the value; empty where it has none
   */
  public record SpendingColumn(String name, String type, String unit, String meaning) {}

  /** The columns as {@code DESCRIBE FUNCTION EXTENDED} lists them. */
  public static String columnsText() {
    return COLUMNS.stream()
        .map(c -> "      * " + c.name() + " - " + c.meaning())
        .collect(Collectors.joining("\n", "\n    Columns:\n", "\n  "));
  }

  /** The example as {@code DESCRIBE FUNCTION EXTENDED} shows it. */
  public static String exampleText() {
    return FunctionExample.texts(List.of(EXAMPLE));
  }

  private static Stream<SpendingColumn> columns(String... names) {
    return Stream.of(names).map(SpendingSpec::column);
  }

  private static SpendingColumn column(String name) {
    RunColumn column =
        RunColumns.ALL.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    return new SpendingColumn(name, type(column), column.unit(), column.meaning());
  }

  private static String type(RunColumn column) {
    if (column.type() == long.class) {
      return "BIGINT";
    }
    return column.type() == double.class ? "DOUBLE" : "STRING";
  }
}
