package io.understudy.benchmarks.plot;

import io.understudy.projection.TickStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One line per name: a bar from the least to the largest of some runs, and a dot at their mean. */
final class RangePlot {
  private static final int LEFT = 250;
  private static final int WIDTH = 820;
  private static final int LINE = 20;
  private static final int TOP = 42;
  private static final int BOTTOM = 34;
  private static final int TICKS = 6;

  private static final String STYLE =
      """
      <style>
      text { font: 12px sans-serif; fill: #222 }
      .title { font-size: 14px; font-weight: bold }
      .grid { stroke: #ddd }
      .bar { stroke: #6a9fd4; stroke-width: 5; stroke-linecap: round }
      .dot { fill: #1b4f8a }
      </style>
      """;

  private final String title;
  private final List<Line> lines = new ArrayList<>();

  private record Line(String name, double least, double mean, double most) {}

  RangePlot(String title) {
    this.title = title;
  }

  /**
   * @param runs at least one
   */
  void line(String name, List<Double> runs) {
    var all = runs.stream().mapToDouble(Double::doubleValue).summaryStatistics();
    lines.add(new Line(name, all.getMin(), all.getAverage(), all.getMax()));
  }

  String svg() {
    double least = lines.stream().mapToDouble(Line::least).min().orElse(0);
    double most = lines.stream().mapToDouble(Line::most).max().orElse(1);
    double step = TickStep.atLeast((most - least) / TICKS);
    double from = Math.floor(least / step) * step;
    double to = Math.max(Math.ceil(most / step) * step, from + step);
    int height = TOP + lines.size() * LINE + BOTTOM;
    StringBuilder out = new StringBuilder();
    add(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 %d %d\">",
        WIDTH,
        height);
    out.append(STYLE);
    add(out, "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>", WIDTH, height);
    add(out, "<text class=\"title\" x=\"12\" y=\"22\">%s</text>", escape(title));
    for (int i = 0; from + i * step <= to + step / 2; i++) {
      double at = from + i * step;
      double x = across(at, from, to);
      int floor = height - BOTTOM;
      add(
          out,
          "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
          x,
          x,
          TOP - 8,
          floor);
      add(
          out,
          "<text text-anchor=\"middle\" x=\"%.1f\" y=\"%d\">%s</text>",
          x,
          floor + 18,
          tick(at, step));
    }
    for (int i = 0; i < lines.size(); i++) {
      draw(out, lines.get(i), TOP + i * LINE + LINE / 2, from, to);
    }
    return out.append("</svg>\n").toString();
  }

  private static void draw(StringBuilder out, Line line, int y, double from, double to) {
    String told =
        line.name()
            + ": "
            + number(line.mean())
            + " ("
            + number(line.least())
            + " to "
            + number(line.most())
            + ")";
    add(out, "<g><title>%s</title>", escape(told));
    add(
        out,
        "<text text-anchor=\"end\" x=\"%d\" y=\"%d\">%s</text>",
        LEFT - 10,
        y + 4,
        escape(line.name()));
    add(
        out,
        "<line class=\"bar\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
        across(line.least(), from, to),
        across(line.most(), from, to),
        y,
        y);
    add(
        out,
        "<circle class=\"dot\" cx=\"%.1f\" cy=\"%d\" r=\"4\"/></g>",
        across(line.mean(), from, to),
        y);
  }

  private static double across(double value, double from, double to) {
    return LEFT + (value - from) / (to - from) * (WIDTH - LEFT - 30);
  }

  /** With the decimals that tell neighbours apart. */
  private static String tick(double at, double step) {
    int decimals = Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9));
    return String.format(Locale.ROOT, "%." + decimals + "f", at + 0.0);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.3g" : "%.0f", value + 0.0);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static void add(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
