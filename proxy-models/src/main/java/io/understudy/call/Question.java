package io.understudy.call;

import java.io.Serializable;
import java.util.List;

/**
 * What the LLM is asked, apart from the row: the identity of a label is a question, a model and a
 * row's data.
 *
 * @param prompt the instruction with its slots
 * @param answers the closed set of answers
 * @param examples answered examples, possibly none
 */
public record Question(PromptTemplate prompt, AnswerSet answers, List<Example> examples)
    implements Serializable {
  public Question {
    examples = List.copyOf(examples);
  }
}
