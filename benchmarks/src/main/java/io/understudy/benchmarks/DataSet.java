package io.understudy.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Texts that people have labelled.
 *
 * @param name of the set, or of the part of it
 * @param rows in source order
 */
public record DataSet(String name, List<Item> rows) {
  /**
   * One text.
   *
   * @param id unique in the set
   * @param label what people said
   * @param llm what a real LLM said, as recorded; null if nothing was
   */
  public record Item(String id, String text, String label, @Nullable String llm) {}

  public DataSet {
    rows = List.copyOf(rows);
  }

  /** Different texts, in order, each with the first row that has it. */
  public Map<String, Item> byText() {
    Map<String, Item> byText = new LinkedHashMap<>();
    rows.forEach(row -> byText.putIfAbsent(row.text(), row));
    return byText;
  }
}
