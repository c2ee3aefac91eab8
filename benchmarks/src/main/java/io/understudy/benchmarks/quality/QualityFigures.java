package io.understudy.benchmarks.quality;

import io.understudy.benchmarks.Figures;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The figures that outcomes make, each the mean over seeds (and over the topics of a set). */
final class QualityFigures {
  static final List<String> NAMES =
      List.of(
          "f1_ratio.SET",
          "f1_ratio.mean",
          "f1_ratio.min",
          "proxy_f1_ratio.SET",
          "f1_answers.SET",
          "f1_llm.SET",
          "f1_proxy.SET",
          "llm.SET",
          "agreement.SET.PROMISE",
          "proxy_agreement.SET",
          "promised.SET.PROMISE",
          "promise_violations.SET.PROMISE",
          "calls_share.SET.PROMISE",
          "decision.SET.PROMISE",
          "labels.SET",
          "failed_rows.SET",
          "seconds.SET");

  private static final String RATIO = "ratio";
  private static final String SHARE = "share of rows";

  private final Figures figures;

  QualityFigures(Figures figures) {
    this.figures = figures;
  }

  /** Publishes a set's figures. */
  void set(String set, List<Outcome> outcomes) {
    List<Outcome> plain = plain(outcomes);
    figures.text("llm." + set, llm(plain.get(0).task()));
    mean("f1_ratio." + set, plain, Outcome::ratio, RATIO);
    mean("f1_answers." + set, plain, Outcome::f1Answers, "F1");
    mean("f1_llm." + set, plain, Outcome::f1Llm, "F1");
    List<Outcome> trained = trained(outcomes);
    mean("proxy_f1_ratio." + set, trained, Outcome::proxyRatio, RATIO);
    mean("f1_proxy." + set, trained, Outcome::f1Proxy, "F1");
    mean("proxy_agreement." + set, trained, Outcome::proxyAgreement, SHARE);
    mean("labels." + set, plain, Outcome::labels, "labels");
    mean("failed_rows." + set, plain, Outcome::failed, "rows");
    mean("seconds." + set, plain, Outcome::seconds, "s");
    outcomes.stream()
        .map(outcome -> outcome.terms().name())
        .distinct()
        .forEach(terms -> promise(set + "." + terms, of(outcomes, terms)));
  }

  /** Publishes the figures over all sets with recorded answers or the usual noise. */
  void all(Map<String, List<Outcome>> bySet) {
    List<Double> ratios =
        bySet.values().stream()
            .filter(QualityFigures::usual)
            .map(QualityFigures::plain)
            .map(o -> o.stream().mapToDouble(Outcome::ratio).average().orElse(Double.NaN))
            .toList();
    figures.mean("f1_ratio.mean", ratios, RATIO);
    ratios.stream()
        .min(Double::compare)
        .ifPresent(least -> figures.number("f1_ratio.min", least, RATIO));
  }

  /** Those with the terms that come first: the default promise. */
  private static List<Outcome> plain(List<Outcome> outcomes) {
    return of(outcomes, outcomes.get(0).terms().name());
  }

  private static boolean usual(List<Outcome> outcomes) {
    Task task = outcomes.get(0).task();
    return task.recorded() || task.noise() == Task.USUAL_NOISE;
  }

  private void promise(String name, List<Outcome> outcomes) {
    mean("agreement." + name, outcomes, Outcome::agreement, SHARE);
    mean("promised." + name, outcomes, Outcome::promised, "promised measure");
    figures.number(
        "promise_violations." + name,
        outcomes.stream().mapToDouble(Outcome::violated).sum(),
        "of " + outcomes.size() + " queries");
    mean("calls_share." + name, outcomes, Outcome::callsShare, "calls per different text");
    figures.text("decision." + name, decisions(outcomes));
  }

  private void mean(
      String figure, List<Outcome> outcomes, ToDoubleFunction<Outcome> value, String unit) {
    figures.mean(figure, outcomes.stream().map(value::applyAsDouble).toList(), unit);
  }

  private static String llm(Task task) {
    return task.recorded()
        ? "recorded answers"
        : "labels of people; of " + 100 * task.noise() + "% of the texts that of another text";
  }

  /** {@code 2 CASCADE, 1 USE_LLM}, with the reasons why the LLM answers. */
  static String decisions(List<Outcome> outcomes) {
    return outcomes.stream()
        .collect(
            Collectors.groupingBy(
                o -> o.decision() + (o.reason().isEmpty() ? "" : " (" + o.reason() + ")"),
                TreeMap::new,
                Collectors.counting()))
        .entrySet()
        .stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  /** One outcome per task and seed that trained an understudy; terms don't change its training. */
  static List<Outcome> trained(List<Outcome> outcomes) {
    return List.copyOf(
        outcomes.stream()
            .filter(outcome -> !Double.isNaN(outcome.f1Proxy()))
            .collect(
                Collectors.toMap(
                    outcome -> outcome.task().name() + " " + outcome.seed(),
                    outcome -> outcome,
                    (first, later) -> first,
                    TreeMap::new))
            .values());
  }

  static List<Outcome> of(List<Outcome> outcomes, String terms) {
    return outcomes.stream().filter(outcome -> outcome.terms().name().equals(terms)).toList();
  }
}
