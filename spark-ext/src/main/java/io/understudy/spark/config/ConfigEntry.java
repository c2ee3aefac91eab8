package io.understudy.spark.config;

import java.util.Map;
import java.util.Optional;

/**
 * A configuration key.
 *
 * @param <T> type of the value
 * @param key the full key; keys of endpoints have {@code NAME} where the endpoint's name goes
 * @param doc what the key does, in whole sentences
 * @param defaultText the default as a user would write it; empty when the key has none
 * @param unit unit of the value; empty when it has none
 * @param parser reads a value
 * @param since version in which the key appeared
 */
public record ConfigEntry<T>(
    String key, String doc, String defaultText, String unit, ValueParser<T> parser, String since) {

  public ConfigEntry {
    if (!defaultText.isEmpty() && parser.parse(defaultText).isEmpty()) {
      throw new IllegalArgumentException(key + " does not accept its own default " + defaultText);
    }
  }

  /** The same key for one endpoint. */
  public ConfigEntry<T> forEndpoint(String name) {
    return new ConfigEntry<>(
        EndpointKeys.keyOf(name, EndpointKeys.settingOf(key)),
        doc,
        defaultText,
        unit,
        parser,
        since);
  }

  /**
   * The value in these settings, else the default, else empty.
   *
   * @throws ConfigException when the value is not accepted
   */
  public Optional<T> find(Map<String, String> settings) {
    String text = settings.getOrDefault(key, defaultText);
    return text.isEmpty() && !settings.containsKey(key)
        ? Optional.empty()
        : Optional.of(parse(text));
  }

  /**
   * The value in these settings, else the default.
   *
   * @throws ConfigException when the value is not accepted
   * @throws IllegalStateException when there is neither: a key without a default is to be read with
   *     {@link #find}
   */
  public T get(Map<String, String> settings) {
    return find(settings)
        .orElseThrow(() -> new IllegalStateException(key + " has no default to fall back to"));
  }

  private T parse(String text) {
    return parser.parse(text).orElseThrow(() -> ConfigException.refused(this, text));
  }
}
