package io.understudy.benchmarks.quality;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The outcomes as a table in Markdown: one line per data set and promise. */
final class QualityTable {
  private static final String HEAD =
      """
      | set | promise | F1 LLM | F1 understudy | F1 answers | ratio | agreement | calls share | labels | seconds | kept | decision |
      |---|---|---|---|---|---|---|---|---|---|---|---|
      """;

  private QualityTable() {}

  static String markdown(Map<String, List<Outcome>> bySet) {
    StringBuilder table = new StringBuilder(HEAD);
    bySet.values().stream()
        .flatMap(List::stream)
        .collect(
            Collectors.groupingBy(
                outcome -> outcome.task().name() + " | " + outcome.terms().name(),
                LinkedHashMap::new,
                Collectors.toList()))
        .forEach((name, outcomes) -> table.append(line(name, outcomes)));
    return table.toString();
  }

  private static String line(String name, List<Outcome> outcomes) {
    long kept = outcomes.stream().filter(outcome -> outcome.violated() == 0).count();
    String decisions =
        outcomes.stream().map(Outcome::decision).distinct().collect(Collectors.joining(", "));
    return "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %d of %d | %s |%n"
        .formatted(
            name,
            range(outcomes, Outcome::f1Llm, 3),
            range(outcomes, Outcome::f1Proxy, 3),
            range(outcomes, Outcome::f1Answers, 3),
            range(outcomes, Outcome::ratio, 3),
            range(outcomes, Outcome::agreement, 3),
            range(outcomes, Outcome::callsShare, 3),
            range(outcomes, Outcome::labels, 0),
            range(outcomes, Outcome::seconds, 1),
            kept,
            outcomes.size(),
            decisions);
  }

  /** {@code mean (min..max)}, or the value alone if all are the same. */
  private static String range(List<Outcome> outcomes, ToDoubleFunction<Outcome> value, int digits) {
    var numbers =
        outcomes.stream()
            .mapToDouble(value)
            .filter(number -> !Double.isNaN(number))
            .summaryStatistics();
    if (numbers.getCount() == 0) {
      return "-";
    }
    String form = "%." + digits + "f";
    String mean = String.format(Locale.ROOT, form, numbers.getAverage());
    String least = String.format(Locale.ROOT, form, numbers.getMin());
    String most = String.format(Locale.ROOT, form, numbers.getMax());
    return least.equals(most) ? mean : mean + " (" + least + ".." + most + ")";
  }
}
