package io.understudy.spark.config;

import io.understudy.error.ErrorCondition;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkThrowable;

/**
 * A configuration that can't be used; the message says problem, cause and cure. Users meet it as an
 * analysis error, see {@link CallSettings}.
 */
public final class ConfigException extends RuntimeException implements SparkThrowable {
  private static final long serialVersionUID = 1L;

  private final ErrorCondition condition;
  private final TreeMap<String, String> parameters;
  private final String key;

  /**
   * @param condition what is wrong
   * @param key the key to look at
   * @param parameters one value per parameter of the condition's template
   */
  ConfigException(ErrorCondition condition, String key, Map<String, String> parameters) {
    super(condition.message(parameters));
    this.condition = condition;
    this.key = key;
    this.parameters = new TreeMap<>(parameters);
  }

  static ConfigException refused(ConfigEntry<?> entry, String text) {
    return new ConfigException(
        ErrorCondition.UNDERSTUDY_CONFIGURATION_BAD_VALUE,
        entry.key(),
        Map.of(
            "key",
            entry.key(),
            "value",
            entry.parser().secretive() ? "a value" : "the value '" + text + "'",
            "accepted",
            entry.parser().accepted(),
            "default",
            entry.defaultText().isEmpty()
                ? "it has no default"
                : "the default is " + entry.defaultText()));
  }

  /** What is wrong. */
  public ErrorCondition errorCondition() {
    return condition;
  }

  /** The key to look at. */
  public String key() {
    return key;
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
  public String getDefaultMessageTemplate() {
    return condition.template();
  }

  @Override
  public Map<String, String> getMessageParameters() {
    return parameters;
  }
}
