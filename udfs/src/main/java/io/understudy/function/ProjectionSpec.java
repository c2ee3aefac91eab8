package io.understudy.function;

import io.understudy.account.RunColumns;
import io.understudy.account.RunColumns.RunColumn;
import io.understudy.projection.ProjectedRow;
import java.util.List;
import java.util.stream.Collectors;

/** The table function {@code understudy_projection()} as SQL sees it. */
public final class ProjectionSpec {
  public static final String NAME = "understudy_projection";
  public static final String USAGE =
      "What the AI calls of a query are projected to need and reach, before they are paid for:"
          + " calls, tokens, cost, seconds, agreement with the LLM and share of rows that the"
          + " understudy answers, as the query is set, at other numbers of labels and at other"
          + " targets, each with an interval that holds with probability 0.9. It buys a pilot of"
          + " labels when it is executed, and the query uses them again. Without a query: the"
          + " projections of what this application ran before, which costs nothing.";
  public static final String SINCE = "0.1.0";

  public static final String QUERY = "query";
  public static final String LABELS = "labels";
  public static final String HTML = "html";

  /** In positional order. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.optional(
              QUERY,
              "STRING",
              "constant: the text of a SELECT with AI calls; default: what ran before, the latest"
                  + " 20 different calls"),
          Parameter.optional(
              LABELS,
              "INT",
              "constant: labels to buy for each call; default: as many as the query draws uniformly"
                  + " to begin with, about 23% of spark.understudy.labels for yes or no and 34% or more"
                  + " for more categories. Below 40 nothing is projected"),
          Parameter.optional(
              HTML,
              "STRING",
              "constant: where to write a page with plots, on any file system of Hadoop; a file"
                  + " that is there is replaced"));

  /** The columns, in order. */
  public static final List<RunColumn> COLUMNS = RunColumns.of(ProjectedRow.class);

  public static final FunctionExample EXAMPLE =
      new FunctionExample(
          "SELECT basis, labels, promise, calls, calls_low, calls_high, agreement\n"
              + "FROM understudy_projection(\"SELECT id FROM reviews WHERE AI.IF('Is it positive? '"
              + " || review)\", html => 'projection.html')",
          List.of());

  private ProjectionSpec() {}

  /** The parameters as calls write them. */
  public static String signature() {
    return PARAMETERS.stream()
        .map(parameter -> "[" + parameter.name() + "]")
        .collect(Collectors.joining(" [,] ", "(", ")"))
        .replace("] [,] [", "] [, ");
  }

  /** The arguments and columns as {@code DESCRIBE FUNCTION EXTENDED} lists them. */
  public static String argumentsText() {
    return PARAMETERS.stream()
            .map(p -> "      * " + p.name() + " (" + p.type() + ") - " + p.doc())
            .collect(Collectors.joining("\n", "\n    Arguments:\n", "\n"))
        + COLUMNS.stream()
            .map(c -> "      * " + c.name() + " - " + c.meaning())
            .collect(Collectors.joining("\n", "    Columns:\n", "\n  "));
  }

  /** The example as {@code DESCRIBE FUNCTION EXTENDED} shows it. */
  public static String exampleText() {
    return FunctionExample.texts(List.of(EXAMPLE));
  }
}
