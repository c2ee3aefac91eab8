package io.understudy.benchmarks.speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What a query costs as rows grow, beside an LLM on every row: two panels of a picture. */
final class SavingsPlot {
  private static final int PANEL = 420;
  private static final int HEIGHT = 320;
  private static final int LEFT = 64;
  private static final int RIGHT = 20;
  private static final int TOP = 34;
  private static final int BOTTOM = 48;

  /**
   * One size of table.
   *
   * @param rows of the table
   * @param calls that the query made
   * @param seconds that it took
   * @param llmSeconds that an LLM on every row takes by its own rate
   */
  record Point(double rows, double calls, double seconds, double llmSeconds) {}

  private final List<Point> points = new ArrayList<>();

  void add(Point point) {
    points.add(point);
  }

  /** Writes the picture as SVG; both axes of both panels are logarithmic. */
  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    String svg =
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " font-family=\"sans-serif\" font-size=\"11\">\n%s%s</svg>\n",
            2 * PANEL,
            HEIGHT,
            panel(0, "LLM calls", Point::calls, Point::rows),
            panel(PANEL, "seconds", Point::seconds, Point::llmSeconds));
    Files.writeString(file, svg);
  }

  private String panel(
      int shift, String title, ToDoubleFunction<Point> ours, ToDoubleFunction<Point> llm) {
    int firstRows = exponent(points.stream().mapToDouble(Point::rows).min().orElse(1), false);
    int lastRows = exponent(points.stream().mapToDouble(Point::rows).max().orElse(10), true);
    int least = exponent(least(ours, llm), false);
    int most = exponent(most(ours, llm), true);
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<g transform=\"translate(%d,0)\">%n<text x=\"%d\" y=\"18\">%s</text>%n",
            shift,
            LEFT,
            title));
    for (int e = firstRows; e <= lastRows; e++) {
      double x = across(Math.pow(10, e), firstRows, lastRows);
      svg.append(line(x, TOP, x, HEIGHT - BOTTOM));
      svg.append(label(x, HEIGHT - BOTTOM + 16, "middle", "10^" + e));
    }
    for (int e = least; e <= most; e++) {
      double y = up(Math.pow(10, e), least, most);
      svg.append(line(LEFT, y, PANEL - RIGHT, y));
      svg.append(label(LEFT - 6, y + 4, "end", "10^" + e));
    }
    svg.append(label((LEFT + PANEL - RIGHT) / 2.0, HEIGHT - 12, "middle", "rows"));
    svg.append(curve(llm, "#b44", "LLM on every row", firstRows, lastRows, least, most));
    svg.append(curve(ours, "#26a", "Understudy", firstRows, lastRows, least, most));
    return svg.append("</g>\n").toString();
  }

  private String curve(
      ToDoubleFunction<Point> of,
      String colour,
      String name,
      int firstRows,
      int lastRows,
      int least,
      int most) {
    StringBuilder way = new StringBuilder();
    StringBuilder dots = new StringBuilder();
    double x = 0;
    double y = 0;
    for (Point point : points) {
      x = across(point.rows(), firstRows, lastRows);
      y = up(of.applyAsDouble(point), least, most);
      way.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
      dots.append(
          String.format(
              Locale.ROOT,
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n",
              x,
              y,
              colour));
    }
    return String.format(
        Locale.ROOT,
        "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>%n%s%s",
        colour,
        way.toString().strip(),
        dots,
        label(x - 8, y - 8, "end", name));
  }

  private double least(ToDoubleFunction<Point> ours, ToDoubleFunction<Point> llm) {
    return points.stream()
        .mapToDouble(point -> Math.min(ours.applyAsDouble(point), llm.applyAsDouble(point)))
        .min()
        .orElse(1);
  }

  private double most(ToDoubleFunction<Point> ours, ToDoubleFunction<Point> llm) {
    return points.stream()
        .mapToDouble(point -> Math.max(ours.applyAsDouble(point), llm.applyAsDouble(point)))
        .max()
        .orElse(10);
  }

  private static int exponent(double value, boolean above) {
    double log = Math.log10(Math.max(value, 1e-3));
    return (int) (above ? Math.ceil(log) : Math.floor(log));
  }

  private static double across(double rows, int first, int last) {
    double share = (Math.log10(rows) - first) / Math.max(1, last - first);
    return LEFT + share * (PANEL - LEFT - RIGHT);
  }

  private static double up(double value, int least, int most) {
    double share = (Math.log10(Math.max(value, 1e-3)) - least) / Math.max(1, most - least);
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
  }

  private static String line(double x1, double y1, double x2, double y2) {
    return String.format(
        Locale.ROOT,
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>%n",
        x1,
        y1,
        x2,
        y2);
  }

  private static String label(double x, double y, String anchor, String text) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
        x,
        y,
        anchor,
        text);
  }
}
