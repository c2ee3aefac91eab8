package io.understudy.localllm;

import java.util.List;
import java.util.Map;

/**
 * A question as the server understood it.
 *
 * @param instruction what is asked, the same for every row
 * @param labels the answers to choose from, never empty
 * @param several whether any number of labels may be given
 * @param data the row: slot name to text
 */
public record Asked(
    String instruction, List<String> labels, boolean several, Map<String, String> data) {
  public Asked {
    labels = List.copyOf(labels);
  }

  /** All data of the row as one text. */
  public String text() {
    return String.join("\n", data.values());
  }

  /** Identifies the question with its row. */
  String identity() {
    return instruction + "\u0000" + text();
  }
}
