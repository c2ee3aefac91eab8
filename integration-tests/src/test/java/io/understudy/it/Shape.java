package io.understudy.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A shape of query: statements that are run one after the other, twice, as {@link Questions} says;
 * {@code shapes/README.md} describes the files.
 *
 * @param statements whose results must be equal
 * @param settings of the session
 * @param calls how many questions reach the LLM: {@code = n}, or {@code <= n} where the shape
 *     leaves open which rows are asked about
 * @param ordered whether the last result has an order
 * @param error the condition that the calls fail with, for a shape that cannot be had
 */
record Shape(
    String name,
    List<String> statements,
    Map<String, String> settings,
    String calls,
    boolean ordered,
    Optional<String> error) {

  static List<Shape> all(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".sql"))
          .sorted()
          .flatMap(file -> read(file).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Shape> read(Path file) {
    List<Shape> shapes = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith("-- shape ") && !lines.isEmpty()) {
          shapes.add(parse(file, lines));
          lines.clear();
        }
        lines.add(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    shapes.add(parse(file, lines));
    return shapes;
  }

  private static Shape parse(Path file, List<String> lines) {
    String area = String.valueOf(file.getFileName()).replace(".sql", "");
    Map<String, String> directives = new LinkedHashMap<>();
    Map<String, String> settings = new LinkedHashMap<>();
    List<String> statements = new ArrayList<>(List.of(""));
    for (String line : lines) {
      if (line.equals("-- then")) {
        statements.add("");
      } else if (line.startsWith("-- config ")) {
        String[] keyAndValue = line.substring("-- config ".length()).split("=", 2);
        settings.put(keyAndValue[0], keyAndValue[1]);
      } else if (line.startsWith("-- ")) {
        String[] nameAndValue = line.substring(3).split(" ", 2);
        directives.put(nameAndValue[0], nameAndValue.length > 1 ? nameAndValue[1] : "");
      } else {
        statements.add((statements.remove(statements.size() - 1) + "\n" + line).strip());
      }
    }
    String name = area + ": " + directives.remove("shape");
    directives.remove("why");
    Shape shape =
        new Shape(
            name,
            statements,
            settings,
            String.valueOf(directives.remove("calls")),
            directives.remove("ordered") != null,
            Optional.ofNullable(directives.remove("error")));
    if (!directives.isEmpty() || statements.contains("")) {
      throw new IllegalArgumentException(
          file
              + ", '"
              + name
              + "': unknown directives "
              + directives.keySet()
              + " or no statement");
    }
    return shape;
  }
}
