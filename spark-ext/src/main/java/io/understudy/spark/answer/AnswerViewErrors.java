package io.understudy.spark.answer;

import io.understudy.error.ErrorCondition;
import io.understudy.spark.error.UnderstudyException;
import java.util.Map;

/**
 * What a statement about an answer view says when it cannot be carried out.
 *
 * @param statement its first words
 * @param view name of the view; blank if it is about all
 */
record AnswerViewErrors(String statement, String view) {

  UnderstudyException noStore() {
    return of(ErrorCondition.UNDERSTUDY_ANSWER_VIEW_NO_STORE, Map.of());
  }

  UnderstudyException notFound(String store) {
    return of(ErrorCondition.UNDERSTUDY_ANSWER_VIEW_NOT_FOUND, Map.of("store", store));
  }

  UnderstudyException exists(String problem) {
    return of(ErrorCondition.UNDERSTUDY_ANSWER_VIEW_EXISTS, Map.of("problem", problem));
  }

  UnderstudyException busy(String problem) {
    return of(ErrorCondition.UNDERSTUDY_ANSWER_VIEW_BUSY, Map.of("problem", problem));
  }

  /** What its query is made of does not do for a view, or no longer. */
  UnderstudyException query(String problem) {
    return of(ErrorCondition.UNDERSTUDY_ANSWER_VIEW_QUERY, Map.of("problem", problem));
  }

  /** Somebody wants to write it. */
  UnderstudyException written() {
    return of(ErrorCondition.UNDERSTUDY_ANSWER_VIEW_READ_ONLY, Map.of());
  }

  /** It would keep texts. */
  UnderstudyException texts(String item, String column) {
    return of(ErrorCondition.UNDERSTUDY_ANSWER_VIEW_TEXTS, Map.of("item", item, "column", column));
  }

  /** It was made when the calls asked something else, or somebody else. */
  UnderstudyException questions() {
    return of(ErrorCondition.UNDERSTUDY_ANSWER_VIEW_LLM, Map.of());
  }

  private UnderstudyException of(ErrorCondition condition, Map<String, String> more) {
    Map<String, String> parameters = new java.util.HashMap<>(more);
    parameters.put("statement", statement);
    parameters.put("view", view);
    return new UnderstudyException(condition, parameters);
  }
}
