package io.understudy.spark.store;

import io.understudy.call.Answer;
import io.understudy.sample.ContentKey;
import java.util.Map;
import java.util.Optional;

/**
 * Paid answers, kept so that nobody pays for them again. An answer counts as kept when {@link #put}
 * returns.
 */
public interface LabelStore {
  /**
   * @param question identity of model, instruction, closed set and examples
   * @param data identity of the row's data
   */
  Optional<Answer> find(String question, ContentKey data);

  /** Every paid answer to a question, as it stands now. */
  Map<ContentKey, Answer> all(String question);

  void put(String question, ContentKey data, Answer answer);
}
