package io.understudy.catalyst.plan;

import io.understudy.call.AiCall;
import io.understudy.call.AiFunction;
import io.understudy.call.PromptTemplate;
import io.understudy.call.Question;
import java.io.Serializable;

/**
 * An AI call with its prompt split into instruction and data.
 *
 * @param call the constant arguments
 * @param prompt the constant text and the slots
 * @param kept whether each answer comes with its origin, as {@link KeptAnswer}, and the understudy
 *     is kept
 * @param failedOpen whether the plan could not be rewritten for an understudy, so that the LLM
 *     answers every row
 */
public record StageCall(AiCall call, PromptTemplate prompt, boolean kept, boolean failedOpen)
    implements Serializable {
  private static final int SHOWN_INSTRUCTION = 60;

  /** A call of a query, whose rewrite did not fail. */
  public StageCall(AiCall call, PromptTemplate prompt) {
    this(call, prompt, /* kept= */ false, /* failedOpen= */ false);
  }

  /** The question without its data, for the LLM and for the identity of a label. */
  public Question question() {
    return new Question(prompt, call.answers(), call.examples());
  }

  /** The instruction, cut for display. */
  public String shownInstruction() {
    String instruction = prompt.instruction().replaceAll("\\s+", " ");
    return instruction.length() <= SHOWN_INSTRUCTION
        ? instruction
        : instruction.substring(0, SHOWN_INSTRUCTION - 3) + "...";
  }

  /** One short line for plans: Spark prints it as the node's first argument. */
  @Override
  public String toString() {
    String options =
        call.function() == AiFunction.EMBED
            ? ""
            : ", " + call.mode() + (call.promises().isEmpty() ? "" : ", " + promises());
    return call.function().sqlName() + "('" + shownInstruction() + "'" + options + ")";
  }

  private String promises() {
    return String.join(" and ", call.promises().stream().map(p -> p.describe()).toList());
  }
}
