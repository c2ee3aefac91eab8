package io.understudy.function;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A query that shows a function at work, for {@code DESCRIBE FUNCTION EXTENDED} and the docs. It
 * needs no table, and a test runs every one.
 *
 * @param sql one statement without a semicolon
 * @param rows what it answers, one row each, columns parted by tabs; empty when that depends on
 *     what ran before
 */
public record FunctionExample(String sql, List<String> rows) {
  public FunctionExample {
    rows = List.copyOf(rows);
  }

  /** As Spark's own descriptions show examples: the statement, and its rows below. */
  String text() {
    return "      > "
        + sql.replace("\n", "\n        ")
        + ";\n"
        + rows.stream().map(row -> "       " + row + "\n").collect(Collectors.joining());
  }

  static String texts(List<FunctionExample> examples) {
    return examples.stream()
        .map(FunctionExample::text)
        .collect(Collectors.joining("", "\n    Examples:\n", "  "));
  }
}
