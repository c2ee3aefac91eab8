package io.understudy.call;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A prompt split into its constant text and the slots that each row fills.
 *
 * @param parts text and slots in the order of the prompt; neighbouring texts are merged
 */
public record PromptTemplate(List<Part> parts) implements Serializable {

  /** A piece of a prompt. */
  public sealed interface Part extends Serializable {}

  /** Constant text, the same for every row. */
  public record Text(String text) implements Part {}

  /**
   * A place that a row fills.
   *
   * @param name the column's name, unique within the prompt
   */
  public record Slot(String name) implements Part {}

  public PromptTemplate {
    parts = merged(parts);
  }

  /** Names of the slots, in order. */
  public List<String> slots() {
    return parts.stream().filter(Slot.class::isInstance).map(p -> ((Slot) p).name()).toList();
  }

  /** The prompt with each slot written as its name in braces; the same for every row. */
  public String instruction() {
    return parts.stream()
        .map(
            part -> {
              if (part instanceof Text text) {
                return text.text();
              }
              return "{" + ((Slot) part).name() + "}";
            })
        .collect(Collectors.joining());
  }

  /**
   * The prompt with numbers for the names of its slots. Two prompts that are equal without names
   * ask the same: a column that has another name in a view, a function or a branch of a union
   * brings the same data.
   */
  public PromptTemplate withoutNames() {
    List<Part> anonymous = new ArrayList<>();
    int slots = 0;
    for (Part part : parts) {
      anonymous.add(part instanceof Slot ? new Slot(String.valueOf(slots++)) : part);
    }
    return new PromptTemplate(anonymous);
  }

  /** Whether the prompt has both a constant instruction and data, so that a model can be learnt. */
  public boolean separable() {
    return !slots().isEmpty()
        && parts.stream().anyMatch(p -> p instanceof Text text && !text.text().isBlank());
  }

  private static List<Part> merged(List<Part> parts) {
    List<Part> merged = new ArrayList<>();
    for (Part part : parts) {
      int last = merged.size() - 1;
      if (part instanceof Text text && text.text().isEmpty()) {
        continue;
      }
      if (part instanceof Text text && last >= 0 && merged.get(last) instanceof Text before) {
        merged.set(last, new Text(before.text() + text.text()));
      } else {
        merged.add(part);
      }
    }
    return List.copyOf(merged);
  }
}
