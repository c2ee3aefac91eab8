package io.understudy.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A SQL file with directives in its comments; {@code sql/README.md} describes them.
 *
 * @param settings of the session that runs it
 * @param blocks statements in the order of the file
 */
record SqlFile(Path path, Map<String, String> settings, List<Block> blocks) {
  private static final String DIRECTIVE = "-- ";
  private static final String ROW = "-- > ";

  /**
   * One statement.
   *
   * @param setup whether it only prepares: its result is not looked at
   * @param expectations directives that begin with {@code expect_}, without that
   * @param rows the expected rows
   * @param end number of the line after the statement, where the expected rows stand
   */
  record Block(boolean setup, List<String> expectations, String sql, List<String> rows, int end) {

    /** The values of an expectation; empty if the block does not state it. */
    List<String> expected(String name) {
      return expectations.stream()
          .filter(e -> e.equals(name) || e.startsWith(name + " "))
          .map(e -> e.substring(name.length()).strip())
          .toList();
    }
  }

  static SqlFile read(Path path) {
    Parser parser = new Parser();
    List<String> lines = lines(path);
    for (int i = 0; i < lines.size(); i++) {
      parser.line(lines.get(i), i, path);
    }
    parser.endBlock();
    return new SqlFile(path, parser.settings, parser.blocks);
  }

  /** Writes these rows into the file as the expected ones. */
  void regenerate(List<List<String>> rowsOfBlocks) {
    List<String> lines = new ArrayList<>(lines(path));
    for (int b = blocks.size() - 1; b >= 0; b--) {
      int at = blocks.get(b).end();
      while (at < lines.size() && lines.get(at).startsWith(ROW.strip())) {
        lines.remove(at);
      }
      for (String row : rowsOfBlocks.get(b)) {
        lines.add(at++, (ROW + row).stripTrailing());
      }
    }
    try {
      Files.write(path, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path path) {
    try {
      return Files.readAllLines(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Parser {
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<Block> blocks = new ArrayList<>();
    private final List<String> expectations = new ArrayList<>();
    private final List<String> sql = new ArrayList<>();
    private final List<String> rows = new ArrayList<>();
    private boolean inBlock;
    private boolean setup;
    private int end;

    void line(String line, int number, Path path) {
      if (line.startsWith(ROW.strip())) {
        rows.add(line.substring(Math.min(ROW.length(), line.length())));
      } else if (line.startsWith(DIRECTIVE)) {
        directive(line.substring(DIRECTIVE.length()).strip(), path);
      } else if (!line.isBlank()) {
        if (!inBlock) {
          throw new IllegalArgumentException(
              path + ":" + (number + 1) + ": a statement needs '-- setup' or '-- query' above it");
        }
        sql.add(line);
        end = number + 1;
      }
    }

    private void directive(String text, Path path) {
      if (text.equals("setup") || text.equals("query")) {
        endBlock();
        inBlock = true;
        setup = text.equals("setup");
      } else if (text.startsWith("config ")) {
        String[] keyAndValue = text.substring("config ".length()).split("=", 2);
        settings.put(keyAndValue[0].strip(), keyAndValue[1].strip());
      } else if (text.startsWith("expect_")) {
        if (!inBlock || setup) {
          throw new IllegalArgumentException(path + ": '" + text + "' belongs under '-- query'");
        }
        expectations.add(text.substring("expect_".length()));
      }
    }

    void endBlock() {
      if (inBlock) {
        String statement = String.join("\n", sql).strip();
        blocks.add(
            new Block(
                setup,
                List.copyOf(expectations),
                statement.endsWith(";")
                    ? statement.substring(0, statement.length() - 1)
                    : statement,
                List.copyOf(rows),
                end));
      }
      expectations.clear();
      sql.clear();
      rows.clear();
      inBlock = false;
    }
  }
}
