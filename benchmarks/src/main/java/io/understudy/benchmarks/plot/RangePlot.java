package io.understudy.benchmarks.plot;

import io.understudy.projection.TickStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One line per name: a bar from the least to the largest of some runs, and a dot at their mean. */
final class RangePlot implements RunsPlot {
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

  @Override
  public void figure(String name, List<Double> runs) {
    var all = runs.stream().mapToDouble(Double::doubleValue).summaryStatistics();
    lines.add(new Line(name, all.getMin(), all.getAverage(), all.getMax()));
  }

  @Override
  public String svg() {
    double least = lines.stream().mapToDouble(Line::least).min().orElse(0);
    double most = lines.stream().mapToDouble(Line::most).max().orElse(1);
    double step = TickStep.atLeast((most - least) / TICKS);
    double from = Math.floor(least / step) * step;
    double to = Math.max(Math.ceil(most / step) * step, from + step);
    int height = TOP + lines.size() * LINE + BOTTOM;
    Svg out = new Svg(WIDTH, height, STYLE);
    out.add("<text class=\"title\" x=\"12\" y=\"22\">%s</text>", Svg.escape(title));
    for (int i = 0; from + i * step <= to + step / 2; i++) {
      double at = from + i * step;
      double x = across(at, from, to);
      int floor = height - BOTTOM;
      out.add(
          "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
          x, x, TOP - 8, floor);
      out.add(
          "<text text-anchor=\"middle\" x=\"%.1f\" y=\"%d\">%s</text>",
          x, floor + 18, Svg.tick(at, step));
    }
    for (int i = 0; i < lines.size(); i++) {
      draw(out, lines.get(i), TOP + i * LINE + LINE / 2, from, to);
    }
    return out.end();
  }

  private static void draw(Svg out, Line line, int y, double from, double to) {
    String told =
        line.name()
            + ": "
            + number(line.mean())
            + " ("
            + number(line.least())
            + " to "
            + number(line.most())
            + ")";
    out.add("<g><title>%s</title>", Svg.escape(told));
    out.add(
        "<text text-anchor=\"end\" x=\"%d\" y=\"%d\">%s</text>",
        LEFT - 10, y + 4, Svg.escape(line.name()));
    out.add(
        "<line class=\"bar\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
        across(line.least(), from, to), across(line.most(), from, to), y, y);
    out.add(
        "<circle class=\"dot\" cx=\"%.1f\" cy=\"%d\" r=\"4\"/></g>",
        across(line.mean(), from, to), y);
  }

  private static double across(double value, double from, double to) {
    return LEFT + (value - from) / (to - from) * (WIDTH - LEFT - 30);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.3g" : "%.0f", value + 0.0);
  }
}
