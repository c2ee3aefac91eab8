package io.understudy.benchmarks.plot;

import java.util.Locale;

/** A picture that is written element by element. */
final class Svg {
  private final StringBuilder out = new StringBuilder();

  Svg(int width, int height, String style) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 %d %d\">",
        width, height);
    out.append(style);
    add("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>", width, height);
  }

  /** Adds a line of the file. */
  void add(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  String end() {
    return out + "</svg>\n";
  }

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** A tick of an axis, with the decimals that tell neighbours apart. */
  static String tick(double at, double step) {
    int decimals = Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9));
    return String.format(Locale.ROOT, "%." + decimals + "f", at + 0.0);
  }
}
