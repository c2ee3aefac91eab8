package io.understudy.projection;

/** Texts for a page. */
final class Html {
  private Html() {}

  /**
   * The text with everything replaced that a page would read as markup, in content or attributes.
   */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> {
                  // Control characters are no part of HTML; those that break lines are spaces.
                  if (c >= ' ' && !(c >= 0x7F && c < 0xA0)) {
                    escaped.appendCodePoint(c);
                  } else {
                    escaped.append(' ');
                  }
                }
              }
            });
    return escaped.toString();
  }
}
