package io.understudy.spark.error;

import io.understudy.error.ErrorCondition;
import io.understudy.error.ErrorPhase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Renders {@code docs/errors.md}; it is checked in and never written by hand. */
final class ErrorPage {
  static final String REGENERATE =
      "UNDERSTUDY_REGENERATE=1 mvn -B -pl spark-ext -am test -Dtest=ErrorPageTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  private static final String INTRODUCTION =
      """
      # Errors

      <!-- Generated from the code; regenerate with
      %s -->

      Every error of Understudy's own has a condition and a SQLSTATE, as Spark's own errors have, and its message says the
      problem, the cause and the cure, in this order. A program reads them with `getCondition()`, `getSqlState()` and
      `getMessageParameters()` of `org.apache.spark.SparkThrowable` (in Python: `getCondition()`, `getSqlState()` and
      `getMessageParameters()` of `pyspark.errors.PySparkException`). What is found by a task arrives as a cause of
      Spark's `SparkException`. Wrong names, numbers and duplicates of arguments are Spark's errors, for example
      `UNRECOGNIZED_PARAMETER_NAME`.

      **What is known at analysis is an error at analysis.** Wrong arguments and wrong settings are analysis errors
      (`AnalysisException`): `spark-sql` shows them without a stack trace, nothing has been sent, nothing has been paid.
      Settings are looked at when a query with an AI call is analysed: a key that nobody knows, a value that is not
      accepted, a call that names an endpoint that is not configured. A session that has no key
      `spark.understudy.endpoints.*` at all is let through, so that views can be created and plans be looked at where
      nothing is configured; `EXPLAIN` says "not configured" there, and running the query ends in the same error before
      any job starts. Neither ever connects to an endpoint: whether it answers is found out by the first ten questions.

      **A failed query leaves a row** in `understudy_runs()` with the decision `FAILED` and the message as its reason, and
      what was answered until then is kept: in the store if there is one, else for the application.

      When an error arises:

      """;

  private ErrorPage() {}

  /**
   * @param states what a SQLSTATE stands for
   */
  static String render(Map<String, String> states) {
    List<String> lines = new ArrayList<>();
    lines.add(INTRODUCTION.formatted(REGENERATE));
    Arrays.stream(ErrorPhase.values())
        .map(p -> "- %s: %s.".formatted(name(p), p.sentence()))
        .forEach(lines::add);
    lines.add("");
    lines.add("| condition | SQLSTATE | when |");
    lines.add("|---|---|---|");
    Arrays.stream(ErrorCondition.values())
        .map(
            c ->
                "| [`%s`](#%s) | `%s` %s | %s |"
                    .formatted(
                        c.condition(),
                        anchor(c),
                        c.sqlState(),
                        states.get(c.sqlState()),
                        name(c.phase())))
        .forEach(lines::add);
    for (ErrorCondition condition : ErrorCondition.values()) {
      lines.add("");
      lines.add("## " + condition.condition());
      lines.add("");
      lines.add("```");
      lines.add("problem  " + condition.lines().get(0));
      lines.add("cause    " + condition.lines().get(1));
      lines.add("cure     " + condition.lines().get(2));
      lines.add("```");
    }
    return String.join("\n", lines) + "\n";
  }

  private static String name(ErrorPhase phase) {
    return phase.name().toLowerCase(Locale.ROOT);
  }

  private static String anchor(ErrorCondition condition) {
    return condition.condition().toLowerCase(Locale.ROOT).replace(".", "");
  }
}
