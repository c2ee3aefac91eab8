package io.understudy.benchmarks.plot;

import io.understudy.projection.TickStep;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Figures of the form {@code NAME.SIZE}: for each name a small panel with the mean of the runs, and
 * a band from the least to the largest, over a size whose equal factors are equally far apart. All
 * panels have the same axes.
 */
final class GrowthPlot implements RunsPlot {
  private static final int COLUMNS = 4;
  private static final int WIDTH = 230;
  private static final int HEIGHT = 150;
  private static final int LEFT = 42;
  private static final int RIGHT = 12;
  private static final int TOP = 26;
  private static final int BOTTOM = 24;
  private static final int HEAD = 34;

  private static final String STYLE =
      """
      <style>
      text { font: 11px sans-serif; fill: #222 }
      .title { font-size: 14px; font-weight: bold }
      .name { font-weight: bold }
      .grid { stroke: #ddd }
      .band { fill: #6a9fd4; fill-opacity: 0.35 }
      .mean { fill: none; stroke: #1b4f8a; stroke-width: 2 }
      </style>
      """;

  private final String title;
  private final Map<String, TreeMap<Long, DoubleSummaryStatistics>> panels = new LinkedHashMap<>();

  GrowthPlot(String title) {
    this.title = title;
  }

  /** Whether a figure's name ends in a size; a model's version is none. */
  static boolean suits(String name) {
    return name.matches(".+\\.\\d{2,}");
  }

  @Override
  public void figure(String name, List<Double> runs) {
    int dot = name.lastIndexOf('.');
    panels
        .computeIfAbsent(name.substring(0, dot), key -> new TreeMap<>())
        .put(
            Long.parseLong(name.substring(dot + 1)),
            runs.stream().mapToDouble(Double::doubleValue).summaryStatistics());
  }

  @Override
  public String svg() {
    int rows = (panels.size() + COLUMNS - 1) / COLUMNS;
    Svg out = new Svg(COLUMNS * WIDTH, HEAD + rows * HEIGHT, STYLE);
    out.add("<text class=\"title\" x=\"12\" y=\"22\">%s</text>", Svg.escape(title));
    Axes axes = axes();
    int panel = 0;
    for (Map.Entry<String, TreeMap<Long, DoubleSummaryStatistics>> entry : panels.entrySet()) {
      out.add(
          "<g transform=\"translate(%d %d)\">",
          panel % COLUMNS * WIDTH, HEAD + panel / COLUMNS * HEIGHT);
      axes.draw(out, entry.getKey());
      draw(out, axes, entry.getValue());
      out.add("</g>");
      panel++;
    }
    return out.end();
  }

  private Axes axes() {
    DoubleSummaryStatistics values = new DoubleSummaryStatistics();
    panels.values().forEach(runs -> runs.values().forEach(values::combine));
    var sizes =
        panels.values().stream()
            .flatMap(all -> all.keySet().stream())
            .mapToLong(Long::longValue)
            .summaryStatistics();
    return Axes.over(values.getMin(), values.getMax(), sizes.getMin(), sizes.getMax());
  }

  private static void draw(Svg out, Axes axes, TreeMap<Long, DoubleSummaryStatistics> sizes) {
    List<String> upper = new ArrayList<>();
    List<String> lower = new ArrayList<>();
    List<String> mean = new ArrayList<>();
    sizes.forEach(
        (size, runs) -> {
          upper.add(axes.place(size, runs.getMax()));
          lower.add(0, axes.place(size, runs.getMin()));
          mean.add(axes.place(size, runs.getAverage()));
        });
    upper.addAll(lower);
    out.add("<polygon class=\"band\" points=\"%s\"/>", String.join(" ", upper));
    out.add("<polyline class=\"mean\" points=\"%s\"/>", String.join(" ", mean));
    String told =
        sizes.entrySet().stream()
            .map(
                size ->
                    String.format(
                        Locale.ROOT, "%,d: %.3f", size.getKey(), size.getValue().getAverage()))
            .collect(Collectors.joining(", "));
    out.add("<title>%s</title>", told);
  }

  /** Both axes of every panel. */
  private record Axes(double least, double most, double step, long first, long last) {
    private static final int TICKS = 4;

    static Axes over(double least, double most, long first, long last) {
      double step = TickStep.atLeast(Math.max(1e-9, most - least) / TICKS);
      double from = Math.floor(least / step) * step;
      return new Axes(
          from, Math.max(Math.ceil(most / step) * step, from + step), step, first, last);
    }

    String place(long size, double value) {
      return String.format(Locale.ROOT, "%.1f,%.1f", across(size), upward(value));
    }

    private double across(long size) {
      double way =
          last == first ? 0.5 : Math.log((double) size / first) / Math.log((double) last / first);
      return LEFT + way * (WIDTH - LEFT - RIGHT);
    }

    private double upward(double value) {
      return TOP + (most - value) / (most - least) * (HEIGHT - TOP - BOTTOM);
    }

    void draw(Svg out, String name) {
      out.add("<text class=\"name\" x=\"%d\" y=\"%d\">%s</text>", LEFT, TOP - 8, Svg.escape(name));
      for (int i = 0; least + i * step <= most + step / 2; i++) {
        double y = upward(least + i * step);
        out.add(
            "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
            LEFT, WIDTH - RIGHT, y, y);
        out.add(
            "<text text-anchor=\"end\" x=\"%d\" y=\"%.1f\">%s</text>",
            LEFT - 5, y + 4, Svg.tick(least + i * step, step));
      }
      for (long size : first == last ? List.of(first) : List.of(first, last)) {
        out.add(
            "<text text-anchor=\"%s\" x=\"%.1f\" y=\"%d\">%,d</text>",
            size == first ? "start" : "end", across(size), HEIGHT - 8, size);
      }
    }
  }
}
