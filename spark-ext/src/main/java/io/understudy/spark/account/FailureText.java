package io.understudy.spark.account;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One line that says why a query failed, out of what Spark makes of an exception. */
final class FailureText {
  private static final Pattern OWN =
      Pattern.compile("\\[UNDERSTUDY_[A-Z_.]+] .*? SQLSTATE: [0-9A-Z]{5}", Pattern.DOTALL);
  private static final int MOST_SHOWN = 500;

  private FailureText() {}

  /** Our own message if there is one anywhere in the text, else its first line. */
  static String of(String text) {
    Matcher own = OWN.matcher(text);
    String shown = own.find() ? own.group() : text.strip().lines().findFirst().orElse("");
    String line = shown.replaceAll("\\s+", " ");
    return line.length() <= MOST_SHOWN ? line : line.substring(0, MOST_SHOWN) + "...";
  }

  /** The same of an exception and its causes. */
  static String of(Throwable thrown) {
    StringBuilder all = new StringBuilder();
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      all.append(t.getMessage() == null ? t.getClass().getName() : t.getMessage()).append('\n');
    }
    return of(all.toString());
  }
}
