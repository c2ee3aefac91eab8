package io.understudy.it;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;

/** What a failed query says, all its causes together. */
final class Errors {
  private static final Pattern CONDITION = Pattern.compile("\\[([A-Z0-9_.]+)]");

  private Errors() {}

  /** The conditions of an exception and its causes, also those that are only in the text. */
  static List<String> conditions(Throwable thrown) {
    List<String> conditions = new ArrayList<>();
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof SparkThrowable spark && spark.getCondition() != null) {
        add(conditions, spark.getCondition());
      }
      Matcher named = CONDITION.matcher(String.valueOf(t.getMessage()));
      while (named.find()) {
        add(conditions, String.valueOf(named.group(1)));
      }
    }
    return conditions;
  }

  /** A subcondition counts as its main condition, too. */
  private static void add(List<String> conditions, String condition) {
    conditions.add(condition);
    int dot = condition.indexOf('.');
    if (dot > 0) {
      conditions.add(condition.substring(0, dot));
    }
  }

  static String messages(Throwable thrown) {
    StringBuilder all = new StringBuilder();
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      all.append(t.getMessage()).append('\n');
    }
    return all.toString();
  }
}
