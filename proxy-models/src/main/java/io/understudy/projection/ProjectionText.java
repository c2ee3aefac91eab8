package io.understudy.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A projection as lines of text in columns, for a terminal. */
public final class ProjectionText {
  private static final int SHOWN = 60;
  private static final int LEAST_WIDTH = 16;
  private static final String COLUMNS = "  %s %-25s %-22s %-22s %12s %10s";

  private final Projection projection;
  private final List<String> lines = new ArrayList<>();

  private ProjectionText(Projection projection) {
    this.projection = projection;
  }

  /** The lines, without a line end after the last. */
  public static String of(Projection projection) {
    return new ProjectionText(projection).text();
  }

  private String text() {
    PilotReport report = projection.report();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s '%s' on %s",
            report.function(),
            cut(report.instruction()),
            report.endpoint()));
    if (report.setting().known()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %,d different rows; projected from %,d labels, median (90%% interval)",
              report.setting().contents(),
              report.labels()));
    }
    if (!report.problem().isEmpty()) {
      lines.add("  note: " + report.problem());
    }
    int width =
        projection.rows().stream()
            .mapToInt(row -> name(row).length())
            .reduce(LEAST_WIDTH, Math::max);
    lines.add(
        String.format(
            Locale.ROOT,
            COLUMNS,
            named("", width),
            "calls",
            "agreement",
            "served",
            "cost",
            "seconds"));
    for (ProjectedRow row : projection.rows()) {
      lines.add(line(row, width));
    }
    return String.join("\n", lines);
  }

  private static String named(String name, int width) {
    return name + " ".repeat(width - name.length());
  }

  private static String line(ProjectedRow row, int width) {
    return String.format(
            Locale.ROOT,
            COLUMNS,
            named(name(row), width),
            range("%,.0f", row.calls(), row.callsLow(), row.callsHigh()),
            range("%.3f", row.agreement(), row.agreementLow(), row.agreementHigh()),
            range("%.3f", row.shareServed(), row.shareServedLow(), row.shareServedHigh()),
            one("%.4f", row.cost()),
            one("%,.1f", row.seconds()))
        .stripTrailing();
  }

  static String name(ProjectedRow row) {
    return switch (row.basis()) {
      case ProjectedRow.LLM -> "LLM on every row";
      case ProjectedRow.RUN -> "as it is set";
      case ProjectedRow.LABELS -> String.format(Locale.ROOT, "labels %,d", row.labels());
      default -> row.promise();
    };
  }

  static String range(
      String form, @Nullable Double middle, @Nullable Double low, @Nullable Double high) {
    if (middle == null || low == null || high == null) {
      return "";
    }
    String least = String.format(Locale.ROOT, form, low);
    String most = String.format(Locale.ROOT, form, high);
    String between = String.format(Locale.ROOT, form, middle);
    return least.equals(most) ? between : between + " (" + least + " to " + most + ")";
  }

  private static String one(String form, @Nullable Double value) {
    return value == null ? "" : String.format(Locale.ROOT, form, value);
  }

  /** Control characters would steer the terminal. */
  private static String cut(String text) {
    String line = text.replaceAll("[\\s\\p{Cc}]+", " ");
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN - 3) + "...";
  }
}
