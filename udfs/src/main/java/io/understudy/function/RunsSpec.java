package io.understudy.function;

import io.understudy.account.RunColumns;
import java.util.List;
import java.util.stream.Collectors;

/** The table function {@code understudy_runs()} as SQL sees it. */
public final class RunsSpec {
  public static final String NAME = "understudy_runs";
  public static final String USAGE =
      "One row per executed AI call, newest last: who answered and why, what it cost and what it"
          + " saved. Of this application; with spark.understudy.store also of all others that use the"
          + " store.";
  public static final String SINCE = "0.1.0";

  public static final FunctionExample EXAMPLE =
      new FunctionExample(
          "SELECT function, decision, reason, rows, calls, calls_avoided FROM understudy_runs()",
          List.of());

  private RunsSpec() {}

  /** The columns as {@code DESCRIBE FUNCTION EXTENDED} lists them. */
  public static String columnsText() {
    return RunColumns.ALL.stream()
        .map(c -> "      * " + c.name() + " - " + c.meaning())
        .collect(Collectors.joining("\n", "\n    Columns:\n", "\n  "));
  }

  /** The example as {@code DESCRIBE FUNCTION EXTENDED} shows it. */
  public static String exampleText() {
    return FunctionExample.texts(List.of(EXAMPLE));
  }
}
