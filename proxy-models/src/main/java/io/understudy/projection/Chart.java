package io.understudy.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A line with its band over a horizontal axis, as SVG that stands in a page. */
final class Chart {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 300;
  private static final int LEFT = 74;
  private static final int RIGHT = 16;
  private static final int TOP = 14;
  private static final int BOTTOM = 52;
  private static final int TICKS = 5;

  /** Between the middles of labels that can be told apart. */
  private static final int APART = 38;

  private final String id;
  private final String title;
  private final String across;
  private final String upward;
  private final boolean logarithmic;
  private final String form;
  private final List<Step> steps = new ArrayList<>();
  private final List<Dot> dots = new ArrayList<>();
  private @Nullable Level level;

  private record Step(double x, String label, Range range) {}

  private record Dot(double x, double y, String label) {}

  private record Level(double y, String label) {}

  /**
   * @param id unique in the page
   * @param title what is seen
   * @param across label of the horizontal axis, with its unit
   * @param upward label of the vertical axis, with its unit
   * @param logarithmic whether equal ways across are equal factors
   * @param form of the numbers at the vertical axis
   */
  Chart(String id, String title, String across, String upward, boolean logarithmic, String form) {
    this.id = id;
    this.title = title;
    this.across = across;
    this.upward = upward;
    this.logarithmic = logarithmic;
    this.form = form;
  }

  void step(double x, String label, Range range) {
    steps.add(new Step(x, label, range));
  }

  /** Something seen, not projected. */
  void dot(double x, double y, String label) {
    dots.add(new Dot(x, y, label));
  }

  /** A height to compare with. */
  void level(double y, String label) {
    level = new Level(y, label);
  }

  String svg() {
    double least = Double.MAX_VALUE;
    double most = -Double.MAX_VALUE;
    double first = Double.MAX_VALUE;
    double last = -Double.MAX_VALUE;
    for (Step step : steps) {
      least = Math.min(least, step.range().low());
      most = Math.max(most, step.range().high());
      first = Math.min(first, way(step.x()));
      last = Math.max(last, way(step.x()));
    }
    for (Dot dot : dots) {
      least = Math.min(least, dot.y());
      most = Math.max(most, dot.y());
      first = Math.min(first, way(dot.x()));
      last = Math.max(last, way(dot.x()));
    }
    if (level != null) {
      least = Math.min(least, level.y());
      most = Math.max(most, level.y());
    }
    double step = TickStep.atLeast((most - least) / TICKS);
    double bottom = Math.floor(least / step) * step;
    double top = Math.ceil(most / step) * step;
    return new Drawing(
            bottom, Math.max(top, bottom + step), step, first, Math.max(last, first + 1e-9))
        .svg();
  }

  private double way(double x) {
    return logarithmic ? Math.log(x) : x;
  }

  private final class Drawing {
    private final double bottom;
    private final double top;
    private final double step;
    private final double first;
    private final double last;
    private final StringBuilder out = new StringBuilder();

    Drawing(double bottom, double top, double step, double first, double last) {
      this.bottom = bottom;
      this.top = top;
      this.step = step;
      this.first = first;
      this.last = last;
    }

    String svg() {
      add(
          "<svg role=\"img\" viewBox=\"0 0 %d %d\" aria-labelledby=\"%s-t %s-d\">",
          WIDTH, HEIGHT, id, id);
      add("<title id=\"%s-t\">%s</title>", id, Html.escape(title));
      add("<desc id=\"%s-d\">%s</desc>", id, Html.escape(description()));
      for (double y = bottom; y <= top + step / 2; y += step) {
        add(
            "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
            LEFT, WIDTH - RIGHT, up(y), up(y));
        add(
            "<text class=\"tick\" text-anchor=\"end\" x=\"%d\" y=\"%.1f\">%s</text>",
            LEFT - 8, up(y) + 4, number(y));
      }
      double written = -WIDTH;
      for (Step at : steps) {
        add(
            "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
            to(at.x()), to(at.x()), HEIGHT - BOTTOM, HEIGHT - BOTTOM + 5);
        if (to(at.x()) - written >= APART) {
          written = to(at.x());
          add(
              "<text class=\"tick\" text-anchor=\"middle\" x=\"%.1f\" y=\"%d\">%s</text>",
              written, HEIGHT - BOTTOM + 19, Html.escape(at.label()));
        }
      }
      add(
          "<text class=\"axis\" text-anchor=\"middle\" x=\"%d\" y=\"%d\">%s</text>",
          (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, Html.escape(across));
      add(
          "<text class=\"axis\" text-anchor=\"middle\" transform=\"translate(16 %d)"
              + " rotate(-90)\">%s</text>",
          (TOP + HEIGHT - BOTTOM) / 2, Html.escape(upward));
      band();
      if (level != null) {
        add(
            "<line class=\"level\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
            LEFT, WIDTH - RIGHT, up(level.y()), up(level.y()));
        add(
            "<text class=\"tick\" text-anchor=\"end\" x=\"%d\" y=\"%.1f\">%s</text>",
            WIDTH - RIGHT - 4, up(level.y()) + 15, Html.escape(level.label()));
      }
      for (Dot dot : dots) {
        add(
            "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"><title>%s</title></circle>",
            to(dot.x()), up(dot.y()), Html.escape(dot.label()));
      }
      return out.append("</svg>\n").toString();
    }

    private void band() {
      StringBuilder outline = new StringBuilder();
      StringBuilder line = new StringBuilder();
      for (Step at : steps) {
        point(outline, at.x(), at.range().high());
        point(line, at.x(), at.range().middle());
      }
      for (int i = steps.size() - 1; i >= 0; i--) {
        point(outline, steps.get(i).x(), steps.get(i).range().low());
      }
      add("<polygon class=\"band\" points=\"%s\"/>", outline.toString().trim());
      add("<polyline class=\"line\" points=\"%s\"/>", line.toString().trim());
      for (Step at : steps) {
        add(
            "<circle class=\"mark\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"><title>%s</title></circle>",
            to(at.x()), up(at.range().middle()), Html.escape(at.label() + ": " + told(at.range())));
      }
    }

    private void point(StringBuilder points, double x, double y) {
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", to(x), up(y)));
    }

    private double to(double x) {
      return LEFT + 12 + (way(x) - first) / (last - first) * (WIDTH - LEFT - RIGHT - 24);
    }

    private double up(double y) {
      return HEIGHT - BOTTOM - (y - bottom) / (top - bottom) * (HEIGHT - TOP - BOTTOM);
    }

    private void add(String format, Object... values) {
      out.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
  }

  private String description() {
    StringBuilder told = new StringBuilder(upward + " over " + across + ".");
    for (Step step : steps) {
      told.append(' ').append(step.label()).append(": ").append(told(step.range())).append('.');
    }
    return told.toString();
  }

  private String told(Range range) {
    return number(range.middle())
        + " ("
        + number(range.low())
        + " to "
        + number(range.high())
        + ")";
  }

  private String number(double value) {
    return String.format(Locale.ROOT, form, value);
  }
}
