package io.understudy.spark.prepared;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a model's file: the model, the beginning of its question's identity, when it was
 * written, and a random end so that two writers never use the same. The newest one counts.
 *
 * @param model in lower case
 * @param question the first 16 digits of the question's identity
 * @param millis since 1970
 * @param end eight random digits
 */
record ModelName(String model, String question, long millis, String end)
    implements Comparable<ModelName> {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_]{0,99}");
  private static final Pattern FILE =
      Pattern.compile(
          "([a-z0-9][a-z0-9_]{0,99})\\.([0-9a-f]{16})\\.([0-9]{15})-([0-9a-f]{8})\\.json");
  private static final int DIGITS = 16;

  static ModelName of(String model, String question, long millis, String end) {
    return new ModelName(model, shortened(question), millis, end);
  }

  /** The name of a file; empty for a file that is no model. */
  static Optional<ModelName> parse(String file) {
    Matcher matcher = FILE.matcher(file);
    return matcher.matches()
        ? Optional.of(
            new ModelName(
                matcher.group(1),
                matcher.group(2),
                Long.parseLong(matcher.group(3)),
                matcher.group(4)))
        : Optional.empty();
  }

  /** A name as models have it; empty for what cannot be one. */
  static Optional<String> normal(String name) {
    String lower = name.strip().toLowerCase(Locale.ROOT);
    return NAME.matcher(lower).matches() ? Optional.of(lower) : Optional.empty();
  }

  static String shortened(String question) {
    return question.substring(0, DIGITS);
  }

  String file() {
    return String.format(Locale.ROOT, "%s.%s.%015d-%s.json", model, question, millis, end);
  }

  @Override
  public int compareTo(ModelName other) {
    int byTime = Long.compare(millis, other.millis);
    return byTime != 0 ? byTime : end.compareTo(other.end);
  }
}
