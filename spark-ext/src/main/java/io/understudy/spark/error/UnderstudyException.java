package io.understudy.spark.error;

import io.understudy.error.ErrorCondition;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkThrowable;
import org.jspecify.annotations.Nullable;

/** A query that cannot go on, with a condition of Understudy's own. */
public final class UnderstudyException extends RuntimeException implements SparkThrowable {
  private static final long serialVersionUID = 1L;

  private final ErrorCondition condition;
  private final TreeMap<String, String> parameters;

  /**
   * @param condition what is wrong
   * @param parameters one value per parameter of the condition's template
   */
  public UnderstudyException(ErrorCondition condition, Map<String, String> parameters) {
    this(condition, parameters, null);
  }

  public UnderstudyException(
      ErrorCondition condition, Map<String, String> parameters, @Nullable Throwable cause) {
    super(condition.message(parameters), cause);
    this.condition = condition;
    this.parameters = new TreeMap<>(parameters);
  }

  @Override
  public String getCondition() {
    return condition.condition();
  }

  @Override
  public String getSqlState() {
    return condition.sqlState();
  }

  @Override
  public Map<String, String> getMessageParameters() {
    return parameters;
  }

  @Override
  public String getDefaultMessageTemplate() {
    return condition.template();
  }
}
