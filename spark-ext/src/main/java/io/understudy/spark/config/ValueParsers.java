package io.understudy.spark.config;

import io.understudy.judge.OnReject;
import io.understudy.model.RowInput;
import io.understudy.student.Student;
import io.understudy.student.Students;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kinds of values that keys take. */
final class ValueParsers {
  private static final Pattern DURATION = Pattern.compile("([0-9]+)\\s*([a-z]*)");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
  private static final Map<String, ChronoUnit> UNITS =
      Map.ofEntries(
          Map.entry("us", ChronoUnit.MICROS),
          Map.entry("ms", ChronoUnit.MILLIS),
          Map.entry("", ChronoUnit.SECONDS),
          Map.entry("s", ChronoUnit.SECONDS),
          Map.entry("m", ChronoUnit.MINUTES),
          Map.entry("min", ChronoUnit.MINUTES),
          Map.entry("h", ChronoUnit.HOURS),
          Map.entry("d", ChronoUnit.DAYS));

  private ValueParsers() {}

  static ValueParser<Integer> integer(int least, int most) {
    return ValueParser.of(
        "a whole number from " + least + " to " + most,
        text ->
            Optional.of(Integer.parseInt(text))
                .filter(number -> number >= least && number <= most));
  }

  static ValueParser<Long> whole(long least) {
    String accepted =
        least == Long.MIN_VALUE ? "a whole number" : "a whole number, at least " + least;
    return ValueParser.of(
        accepted, text -> Optional.of(Long.parseLong(text)).filter(number -> number >= least));
  }

  static ValueParser<Double> amount() {
    return ValueParser.of(
        "a number, at least 0",
        text -> decimal(text).filter(number -> number >= 0 && Double.isFinite(number)));
  }

  static ValueParser<Double> share() {
    return ValueParser.of(
        "a number between 0 and 1, both excluded",
        text -> decimal(text).filter(number -> number > 0 && number < 1));
  }

  /** A part of something of which at least half is left. */
  static ValueParser<Double> part() {
    return ValueParser.of(
        "a number from 0 to 0.5",
        text -> decimal(text).filter(number -> number >= 0 && number <= 0.5));
  }

  static ValueParser<Boolean> flag() {
    return ValueParser.of(
        "true or false",
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true" -> Optional.of(true);
              case "false" -> Optional.of(false);
              default -> Optional.empty();
            });
  }

  /** Empty for auto. */
  static ValueParser<List<RowInput>> inputs() {
    return ValueParser.of(
        "auto, or names separated by commas: embedding, tfidf, both",
        text ->
            text.equalsIgnoreCase("auto")
                ? Optional.of(List.of())
                : names(text, name -> RowInput.parse(name)));
  }

  static ValueParser<List<String>> students() {
    return ValueParser.of(
        "names separated by commas: " + String.join(", ", Students.names()),
        text -> names(text, name -> Students.named(name).map(Student::name)));
  }

  /** All of a list, each once, or nothing if any of them is unknown. */
  private static <T> Optional<List<T>> names(String text, Function<String, Optional<T>> known) {
    List<Optional<T>> found =
        Arrays.stream(text.split(",", -1)).map(name -> known.apply(name.strip())).toList();
    return found.stream().allMatch(Optional::isPresent)
        ? Optional.of(found.stream().map(Optional::orElseThrow).distinct().toList())
        : Optional.empty();
  }

  static ValueParser<OnReject> onReject() {
    return ValueParser.of("llm or fail", OnReject::parse);
  }

  static ValueParser<OnUnfit> onUnfit() {
    return ValueParser.of("retrain, llm or fail", OnUnfit::parse);
  }

  static ValueParser<TrainerKind> trainer() {
    return ValueParser.of(
        "local or mllib",
        text ->
            switch (text.trim().toLowerCase(Locale.ROOT)) {
              case "local" -> Optional.of(TrainerKind.LOCAL);
              case "mllib" -> Optional.of(TrainerKind.MLLIB);
              default -> Optional.empty();
            });
  }

  static ValueParser<String> text() {
    return ValueParser.of(
        "a text that is not blank", text -> Optional.of(text).filter(value -> !value.isBlank()));
  }

  static ValueParser<String> day() {
    return ValueParser.of(
        "a day of the form 2026-11-01",
        text -> {
          try {
            return Optional.of(LocalDate.parse(text).toString());
          } catch (DateTimeParseException notADay) {
            return Optional.empty();
          }
        });
  }

  static ValueParser<String> endpointName() {
    return ValueParser.of(
        "a name of letters, digits, '-' and '_'",
        text -> Optional.of(text).filter(value -> EndpointKeys.NAME.matcher(value).matches()));
  }

  /** The name of a variable; a key written here by mistake must not be repeated in a message. */
  static ValueParser<String> variableName() {
    return new ValueParser<>(
        "the name of an environment variable, never the key itself",
        true,
        text -> Optional.of(text).filter(value -> VARIABLE.matcher(value).matches()));
  }

  static ValueParser<String> alias() {
    return new ValueParser<>(
        "an alias of a Hadoop credential provider, never the key itself",
        true,
        text -> Optional.of(text).filter(value -> !value.isBlank()));
  }

  static ValueParser<URI> url() {
    return new ValueParser<>(
        "http(s)://host[:port]/path without user, query and fragment, for example"
            + " http://localhost:11434/v1",
        true,
        text -> Optional.of(URI.create(text)).filter(ValueParsers::isBaseUrl));
  }

  static ValueParser<Duration> duration() {
    return ValueParser.of(
        "a positive time such as 100ms, 60s, 5min or 1h; a bare number is seconds",
        text -> {
          Matcher matcher = DURATION.matcher(text.toLowerCase(Locale.ROOT));
          if (!matcher.matches()) {
            return Optional.empty();
          }
          return Optional.ofNullable(UNITS.get(matcher.group(2)))
              .map(unit -> Duration.of(Long.parseLong(matcher.group(1)), unit))
              .filter(time -> time.toNanos() > 0);
        });
  }

  private static boolean isBaseUrl(URI url) {
    String scheme = url.getScheme();
    return scheme != null
        && (scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))
        && url.getHost() != null
        && url.getUserInfo() == null
        && url.getQuery() == null
        && url.getFragment() == null;
  }

  /** {@link Double#parseDouble} alone would accept {@code 1d} and hexadecimal forms. */
  private static Optional<Double> decimal(String text) {
    return Optional.of(new BigDecimal(text).doubleValue());
  }
}
