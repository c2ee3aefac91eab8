package io.understudy.benchmarks.quality;

import io.understudy.benchmarks.Figures;
import io.understudy.projection.Outlook;
import io.understudy.projection.Pilot;
import io.understudy.projection.PilotReport;
import io.understudy.projection.Projector;
import io.understudy.spark.account.RunLedger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compares what each query projected from its first labels with what it then needed and reached.
 */
final class ProjectedFigures {
  static final List<String> NAMES =
      List.of(
          "projection_covered.SET.PROMISE",
          "projection_agreement_covered.SET.PROMISE",
          "projection_calls_over_made.SET.PROMISE");

  private final Map<String, List<Compared>> byName = new LinkedHashMap<>();

  private record Compared(boolean calls, boolean agreement, double ratio) {}

  /** Compares the query that has just ended; those that bought no labels have no projection. */
  void compare(Outcome outcome) {
    List<PilotReport> pilots = RunLedger.existing().map(RunLedger::pilots).orElse(List.of());
    if (pilots.isEmpty() || outcome.labels() == 0) {
      return;
    }
    PilotReport report = pilots.get(pilots.size() - 1);
    Pilot pilot = report.pilot();
    if (pilot == null) {
      return;
    }
    Outlook projected = new Projector(pilot, report.setting(), report.seed()).run();
    long calls = Math.round(outcome.callsShare() * outcome.task().data().byText().size());
    Compared compared =
        new Compared(
            projected.calls().covers(calls),
            projected.agreement().covers(outcome.agreement()),
            projected.calls().middle() / calls);
    byName
        .computeIfAbsent(
            outcome.task().group() + "." + outcome.terms().name(), name -> new ArrayList<>())
        .add(compared);
    System.err.printf(
        Locale.ROOT,
        "  projected from %d labels: calls %.0f (%.0f to %.0f), made %d; agreement %.3f (%.3f to"
            + " %.3f)%n",
        report.labels(),
        projected.calls().middle(),
        projected.calls().low(),
        projected.calls().high(),
        calls,
        projected.agreement().middle(),
        projected.agreement().low(),
        projected.agreement().high());
  }

  void publish(Figures figures) {
    byName.forEach(
        (name, all) -> {
          figures.mean(
              "projection_covered." + name,
              all.stream().map(c -> c.calls() ? 1.0 : 0.0).toList(),
              "share of queries");
          figures.mean(
              "projection_agreement_covered." + name,
              all.stream().map(c -> c.agreement() ? 1.0 : 0.0).toList(),
              "share of queries");
          figures.mean(
              "projection_calls_over_made." + name,
              all.stream().map(Compared::ratio).toList(),
              "ratio");
        });
  }
}
