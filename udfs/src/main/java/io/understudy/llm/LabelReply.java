package io.understudy.llm;

import io.understudy.account.Usage;
import io.understudy.call.Answer;
import java.util.List;

/**
 * The reply to a {@link LabelBatch}.
 *
 * @param items one per row of the batch, in its order
 * @param usage what the request cost
 */
public record LabelReply(List<Item> items, Usage usage) {
  public LabelReply {
    items = List.copyOf(items);
  }

  /** What was said about one row. */
  public sealed interface Item {}

  /** An answer from the closed set. */
  public record Answered(Answer answer) implements Item {}

  /**
   * No answer that can be used: off the list, refused, empty or cut off.
   *
   * @param problem what is wrong, short, without the row's text
   */
  public record Unusable(String problem) implements Item {}
}
