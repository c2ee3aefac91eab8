package io.understudy.projection;

import java.util.List;
import java.util.Locale;

/**
 * Projections as one HTML page with plots. It loads nothing from anywhere and runs no script; texts
 * from queries and data are escaped.
 */
public final class ProjectionPage {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>Understudy: projection</title>
      <style>
      :root { color-scheme: light dark; --ink: #1b1b1b; --soft: #595959; --paper: #ffffff; --rule: #d5d5d5; --line: #0b5cad; --band: #0b5cad33; --dot: #a34700; }
      @media (prefers-color-scheme: dark) {
        :root { --ink: #ededed; --soft: #b3b3b3; --paper: #161616; --rule: #444444; --line: #74b3ff; --band: #74b3ff40; --dot: #ffae66; }
      }
      body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 1180px; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin: 2.5rem 0 .3rem; overflow-wrap: anywhere; }
      p { max-width: 75ch; margin: .4rem 0; } .soft { color: var(--soft); }
      .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 500px), 1fr)); gap: 1rem; margin: 1rem 0; }
      figure { margin: 0; } figcaption { font-weight: 600; }
      svg { width: 100%; height: auto; display: block; }
      .grid { stroke: var(--rule); stroke-width: 1; } .tick { fill: var(--soft); font-size: 12px; } .axis { fill: var(--ink); font-size: 13px; }
      .band { fill: var(--band); } .line { fill: none; stroke: var(--line); stroke-width: 2; } .mark { fill: var(--line); }
      .dot { fill: var(--paper); stroke: var(--dot); stroke-width: 2; } .level { stroke: var(--soft); stroke-dasharray: 6 4; }
      .scroll { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
      th, td { padding: .25rem .7rem; border-bottom: 1px solid var(--rule); text-align: right; white-space: nowrap; }
      th:first-child, td:first-child { text-align: left; }
      </style>
      </head>
      <body>
      <h1>Understudy: projection</h1>
      <p>What an AI call is projected to need and reach, from a few labels. Lines and first numbers are medians; bands and the numbers after them
      hold what one run will show with probability 0.9, if its rows are like those that were labelled. Agreement is with the LLM.</p>
      """;

  private ProjectionPage() {}

  /** The page. */
  public static String of(List<Projection> projections) {
    StringBuilder page = new StringBuilder(HEAD);
    if (projections.isEmpty()) {
      page.append("<p>Nothing has been projected.</p>\n");
    }
    for (int i = 0; i < projections.size(); i++) {
      call(page, projections.get(i), i);
    }
    return page.append("</body>\n</html>\n").toString();
  }

  private static void call(StringBuilder page, Projection projection, int number) {
    PilotReport report = projection.report();
    page.append("<section>\n<h2>")
        .append(Html.escape(report.function() + ": " + report.instruction()))
        .append("</h2>\n<p class=\"soft\">")
        .append(
            Html.escape(
                String.format(
                    Locale.ROOT,
                    "Endpoint %s, %s different rows, %,d labels, run %s.",
                    report.endpoint(),
                    report.setting().known()
                        ? String.format(Locale.ROOT, "%,d", report.setting().contents())
                        : "an unknown number of",
                    report.labels(),
                    report.runId())))
        .append("</p>\n");
    if (!report.problem().isEmpty()) {
      page.append("<p>").append(Html.escape(report.problem())).append("</p>\n");
    }
    Pilot pilot = report.pilot();
    if (pilot != null && !projection.byLabels().isEmpty()) {
      page.append("<div class=\"charts\">\n");
      figure(
          page,
          "Agreement of the understudy alone (circles: seen)",
          learning(projection, pilot, number));
      figure(page, "Calls by the number of labels", callsByLabels(projection, number));
      figure(page, "Calls by the target", callsByTarget(projection, number));
      figure(page, "Agreement of all answers by the target", agreementByTarget(projection, number));
      page.append("</div>\n");
    }
    table(page, projection);
    page.append("</section>\n");
  }

  private static void figure(StringBuilder page, String caption, Chart chart) {
    page.append("<figure><figcaption>")
        .append(Html.escape(caption))
        .append("</figcaption>\n")
        .append(chart.svg())
        .append("</figure>\n");
  }

  private static Chart learning(Projection projection, Pilot pilot, int number) {
    Chart chart =
        new Chart(
            "learning" + number,
            "Agreement of the understudy alone, by labels to learn from",
            "labels to learn from (uniform)",
            "agreement (share of rows)",
            true,
            "%.2f");
    for (int i = 0; i < projection.byLabels().size(); i++) {
      int labels = projection.byLabels().get(i).setting().labels();
      chart.step(labels, labels(labels), projection.alone().get(i));
    }
    for (int i = 0; i < pilot.sizes().length; i++) {
      chart.dot(
          pilot.sizes()[i],
          pilot.agreement(i),
          String.format(
              Locale.ROOT, "seen at %d labels: %.3f", pilot.sizes()[i], pilot.agreement(i)));
    }
    return chart;
  }

  private static Chart callsByLabels(Projection projection, int number) {
    Chart chart =
        new Chart(
            "labels" + number,
            "Calls by spark.understudy.labels, for what the call promises",
            "spark.understudy.labels (labels)",
            "calls",
            true,
            "%,.0f");
    projection
        .byLabels()
        .forEach(o -> chart.step(o.setting().labels(), labels(o.setting().labels()), o.calls()));
    chart.level(projection.report().setting().contents(), "LLM on every row");
    return chart;
  }

  private static Chart callsByTarget(Projection projection, int number) {
    Chart chart = byTarget("target" + number, "Calls by the target", "calls", projection, "%,.0f");
    projection
        .byTarget()
        .forEach(
            o -> chart.step(target(o), String.format(Locale.ROOT, "%.2f", target(o)), o.calls()));
    chart.level(projection.report().setting().contents(), "LLM on every row");
    return chart;
  }

  private static Chart agreementByTarget(Projection projection, int number) {
    Chart chart =
        byTarget(
            "reached" + number,
            "Agreement of all answers by the target",
            "agreement (share of rows)",
            projection,
            "%.2f");
    projection
        .byTarget()
        .forEach(
            o ->
                chart.step(
                    target(o), String.format(Locale.ROOT, "%.2f", target(o)), o.agreement()));
    return chart;
  }

  private static Chart byTarget(
      String id, String title, String upward, Projection projection, String form) {
    String measure = projection.byTarget().get(0).setting().promises().get(0).measure();
    return new Chart(id, title, "promised " + measure + " (share)", upward, false, form);
  }

  private static double target(Outlook outlook) {
    return outlook.setting().promises().get(0).target();
  }

  private static String labels(int labels) {
    return String.format(Locale.ROOT, "%,d", labels);
  }

  private static void table(StringBuilder page, Projection projection) {
    page.append("<div class=\"scroll\"><table>\n<thead><tr>");
    for (String head :
        List.of(
            "",
            "calls",
            "agreement",
            "alone",
            "share served",
            "plays",
            "tokens",
            "cost",
            "seconds")) {
      page.append("<th scope=\"col\">").append(head).append("</th>");
    }
    page.append("</tr></thead>\n<tbody>\n");
    for (ProjectedRow row : projection.rows()) {
      page.append("<tr>");
      cell(page, ProjectionText.name(row));
      cell(page, ProjectionText.range("%,.0f", row.calls(), row.callsLow(), row.callsHigh()));
      cell(
          page,
          ProjectionText.range("%.3f", row.agreement(), row.agreementLow(), row.agreementHigh()));
      cell(
          page,
          ProjectionText.range(
              "%.3f", row.agreementAlone(), row.agreementAloneLow(), row.agreementAloneHigh()));
      cell(
          page,
          ProjectionText.range(
              "%.3f", row.shareServed(), row.shareServedLow(), row.shareServedHigh()));
      cell(page, row.plays() == null ? "" : String.format(Locale.ROOT, "%.2f", row.plays()));
      cell(page, ProjectionText.range("%,.0f", row.tokens(), row.tokensLow(), row.tokensHigh()));
      cell(page, ProjectionText.range("%.4f", row.cost(), row.costLow(), row.costHigh()));
      cell(page, ProjectionText.range("%,.0f", row.seconds(), row.secondsLow(), row.secondsHigh()));
      page.append("</tr>\n");
    }
    page.append("</tbody>\n</table></div>\n");
  }

  private static void cell(StringBuilder page, String text) {
    page.append("<td>").append(Html.escape(text)).append("</td>");
  }
}
