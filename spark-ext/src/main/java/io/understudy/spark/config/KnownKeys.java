package io.understudy.spark.config;

import io.understudy.error.ErrorCondition;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells known keys from misspelt ones. */
final class KnownKeys {
  private static final Map<String, ConfigEntry<?>> GENERAL =
      ConfigKeys.all().stream().collect(Collectors.toMap(ConfigEntry::key, entry -> entry));
  private static final Map<String, ConfigEntry<?>> OF_ENDPOINT =
      EndpointKeys.all().stream()
          .collect(Collectors.toMap(entry -> EndpointKeys.settingOf(entry.key()), entry -> entry));

  /** No key has so many. */
  private static final int MANY_PARTS = 100;

  private KnownKeys() {}

  /** The entry of a key, with the endpoint's name filled in; empty for a key that nobody reads. */
  static Optional<ConfigEntry<?>> find(String key) {
    ConfigEntry<?> general = GENERAL.get(key);
    if (general != null) {
      return Optional.of(general);
    }
    return endpointName(key)
        .filter(name -> EndpointKeys.NAME.matcher(name).matches())
        .flatMap(
            name ->
                Optional.ofNullable(OF_ENDPOINT.get(setting(key, name)))
                    .map(entry -> entry.forEndpoint(name)));
  }

  /** The names of all endpoints that these keys say something about. */
  static Set<String> endpointNames(Set<String> keys) {
    return keys.stream()
        .filter(key -> find(key).isPresent())
        .flatMap(key -> endpointName(key).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * @throws ConfigException for the first key under {@code spark.understudy.} that is not known
   */
  static void validate(Set<String> keys) {
    for (String key : new TreeSet<>(keys)) {
      if (key.startsWith(ConfigKeys.PREFIX) && find(key).isEmpty()) {
        throw new ConfigException(
            ErrorCondition.UNDERSTUDY_CONFIGURATION_UNKNOWN_KEY,
            key,
            Map.of("key", key, "nearest", nearest(key)));
      }
    }
  }

  private static Optional<String> endpointName(String key) {
    if (!key.startsWith(EndpointKeys.PREFIX)) {
      return Optional.empty();
    }
    String rest = key.substring(EndpointKeys.PREFIX.length());
    int dot = rest.indexOf('.');
    return dot <= 0 ? Optional.empty() : Optional.of(rest.substring(0, dot));
  }

  private static String setting(String key, String name) {
    return key.substring(EndpointKeys.PREFIX.length() + name.length() + 1);
  }

  /**
   * A key that continues this one, with as few more parts as possible, else the one with the fewest
   * edits; the longer one of equals.
   */
  private static String nearest(String key) {
    String name = endpointName(key).orElse("NAME");
    return Stream.concat(
            GENERAL.keySet().stream(),
            OF_ENDPOINT.keySet().stream().map(setting -> EndpointKeys.keyOf(name, setting)))
        .min(
            Comparator.<String>comparingInt(
                    known ->
                        known.startsWith(key + ".")
                            ? known.split("\\.").length - MANY_PARTS
                            : distance(key, known))
                .thenComparing(Comparator.comparingInt(String::length).reversed())
                .thenComparing(Comparator.naturalOrder()))
        .orElseThrow();
  }

  /** Levenshtein's edit distance, ignoring case. */
  private static int distance(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        boolean same =
            Character.toLowerCase(left.charAt(i - 1)) == Character.toLowerCase(right.charAt(j - 1));
        int replaced = diagonal + (same ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[right.length()];
  }
}
