package io.understudy.spark.view;

import io.understudy.error.ErrorCondition;
import io.understudy.spark.error.UnderstudyException;
import java.util.Map;

/** What statements about embedding views say when they cannot be carried out. */
final class ViewErrors {
  private ViewErrors() {}

  static UnderstudyException noStore(String statement, String view) {
    return new UnderstudyException(
        ErrorCondition.UNDERSTUDY_VIEW_NO_STORE, Map.of("statement", statement, "view", view));
  }

  static UnderstudyException notFound(String statement, String view, String store) {
    return new UnderstudyException(
        ErrorCondition.UNDERSTUDY_VIEW_NOT_FOUND,
        Map.of("statement", statement, "view", view, "store", store));
  }

  static UnderstudyException exists(String statement, String view) {
    return new UnderstudyException(
        ErrorCondition.UNDERSTUDY_VIEW_EXISTS, Map.of("statement", statement, "view", view));
  }

  static UnderstudyException busy(String statement, String view, String problem) {
    return new UnderstudyException(
        ErrorCondition.UNDERSTUDY_VIEW_BUSY,
        Map.of("statement", statement, "view", view, "problem", problem));
  }

  static UnderstudyException embedder(String statement, EmbeddingView view, String now) {
    return new UnderstudyException(
        ErrorCondition.UNDERSTUDY_VIEW_EMBEDDER,
        Map.of(
            "statement",
            statement,
            "view",
            view.name(),
            "known",
            view.embedder().describe(),
            "now",
            now));
  }

  static UnderstudyException source(
      String statement, String view, String table, String column, String problem) {
    return new UnderstudyException(
        ErrorCondition.UNDERSTUDY_VIEW_SOURCE,
        Map.of(
            "statement", statement,
            "view", view,
            "table", table,
            "column", column,
            "problem", problem));
  }
}
