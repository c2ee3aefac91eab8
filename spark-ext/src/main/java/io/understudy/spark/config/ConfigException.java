package io.understudy.spark.config;

import io.understudy.error.ErrorCondition;
import java.util.Map;
import org.apache.spark.SparkThrowable;

/** A configuration that can't be used; the message says problem, cause and cure. */
public final class ConfigException extends RuntimeException implements SparkThrowable {
  private static final long serialVersionUID = 1L;

  private final String key;
  private final String problem;

  /**
   * @param key the key to look at
   * @param problem what can't be done
   * @param cause why
   * @param cure what to set
   */
  public ConfigException(String key, String problem, String cause, String cure) {
    this(key, String.join(" ", problem, cause, cure));
  }

  private ConfigException(String key, String problem) {
    super(ErrorCondition.UNDERSTUDY_CONFIGURATION.message(Map.of("problem", problem)));
    this.key = key;
    this.problem = problem;
  }

  static ConfigException missing(String key) {
    return new ConfigException(
        key, "A setting is missing:", key + " has no value and no default.", "Set " + key + ".");
  }

  static ConfigException refused(ConfigEntry<?> entry, String text) {
    String value = entry.parser().secretive() ? "a value" : "the value '" + text + "'";
    String cure =
        entry.defaultText().isEmpty()
            ? "Correct it or unset it."
            : "Correct it, or unset it for the default " + entry.defaultText() + ".";
    return new ConfigException(
        entry.key(),
        "A setting can't be used:",
        entry.key() + " has " + value + ", but expected is " + entry.parser().accepted() + ".",
        cure);
  }

  /** The key to look at. */
  public String key() {
    return key;
  }

  @Override
  public String getCondition() {
    return ErrorCondition.UNDERSTUDY_CONFIGURATION.name();
  }

  @Override
  public String getSqlState() {
    return ErrorCondition.UNDERSTUDY_CONFIGURATION.sqlState();
  }

  @Override
  public Map<String, String> getMessageParameters() {
    return Map.of("problem", problem);
  }
}
