package io.understudy.call;

import java.io.Serializable;
import java.util.List;

/**
 * A row's data for a question.
 *
 * @param values one text per slot of the prompt, in the order of the slots; no nulls
 */
public record RowData(List<String> values) implements Serializable {
  public RowData {
    values = List.copyOf(values);
  }

  /** The data as one text, a line per slot: what is embedded, and what words are taken from. */
  public String text() {
    return String.join("\n", values);
  }
}
