package io.understudy.error;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the texts of the conditions from the jar: a file of the form that Spark's own {@code
 * error-conditions.json} has. Spark's reader of such files is not used because this module knows
 * nothing of Spark, and because its form differs between Spark's versions.
 */
final class ErrorTexts {
  static final String FILE = "/error/understudy-error-conditions.json";

  private ErrorTexts() {}

  /**
   * What the file says about one condition.
   *
   * @param sqlState five characters
   * @param template lines of the main condition, then those of the subcondition
   */
  record Text(String sqlState, List<String> lines, String template) {}

  /** By full name; a condition with subconditions is there by its subconditions only. */
  static Map<String, Text> read() {
    try (InputStream file = ErrorTexts.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is missing: the jar is damaged, build it again.");
      }
      return texts(new ObjectMapper().readTree(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Text> texts(JsonNode conditions) {
    Map<String, Text> texts = new TreeMap<>();
    conditions
        .fields()
        .forEachRemaining(
            main -> {
              String sqlState = main.getValue().path("sqlState").asText();
              List<String> lines = lines(main.getValue());
              String template = String.join("\n", lines);
              JsonNode subconditions = main.getValue().path("subClass");
              if (subconditions.isEmpty()) {
                texts.put(main.getKey(), new Text(sqlState, lines, template));
              }
              subconditions
                  .fields()
                  .forEachRemaining(
                      sub -> {
                        List<String> all = new ArrayList<>(lines);
                        all.addAll(lines(sub.getValue()));
                        texts.put(
                            main.getKey() + "." + sub.getKey(),
                            new Text(
                                sqlState,
                                List.copyOf(all),
                                template + " " + String.join("\n", lines(sub.getValue()))));
                      });
            });
    return texts;
  }

  private static List<String> lines(JsonNode condition) {
    List<String> lines = new ArrayList<>();
    condition.path("message").forEach(line -> lines.add(line.asText()));
    return List.copyOf(lines);
  }
}
