package io.understudy.spark.config;

import java.util.ArrayList;
import java.util.List;

/** Renders the pages that show every key; they are checked in and never written by hand. */
final class ConfigPages {
  static final String REGENERATE =
      "UNDERSTUDY_REGENERATE=1 mvn -B -pl spark-ext -am test -Dtest=ConfigPagesTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  private static final String ENDPOINTS =
      "An endpoint is a name with settings of its own: put its name in place of NAME. The name"
          + " 'default' is used by calls that name no endpoint.";

  private ConfigPages() {}

  /** {@code conf/understudy-defaults.conf.template}: what Spark reads as a properties file. */
  static String template() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "# Every key of Understudy with its default. Generated from the code; regenerate with");
    lines.add("#   " + REGENERATE);
    lines.add("#");
    lines.add(
        "# Copy what you change into Spark's conf/spark-defaults.conf, or pass this file with");
    lines.add("# --properties-file. SET works in SQL too.");
    lines.add("");
    ConfigKeys.all().forEach(entry -> addEntry(lines, entry));
    lines.addAll(wrap(ENDPOINTS));
    lines.add("");
    EndpointKeys.all().forEach(entry -> addEntry(lines, entry));
    lines.remove(lines.size() - 1);
    return String.join("\n", lines) + "\n";
  }

  /** {@code docs/configuration.md}. */
  static String page() {
    List<String> lines = new ArrayList<>();
    lines.add("# Configuration");
    lines.add("");
    lines.add("<!-- Generated from the code; regenerate with");
    lines.add(REGENERATE + " -->");
    lines.add("");
    lines.add(
        """
        Keys are Spark settings: `--conf key=value`, `spark-defaults.conf`, or `SET key=value` in a session. A query reads
        them once, when it is planned. A misspelt key under `spark.understudy.` is an error that names the nearest key.

        Times are written as Spark writes them: `100ms`, `60s`, `5min`, `1h`.
        """);
    addTable(lines, ConfigKeys.all());
    lines.add("");
    lines.add("## Endpoints");
    lines.add("");
    lines.add(ENDPOINTS.replace("'default'", "`default`").replace("NAME", "`NAME`"));
    lines.add("");
    addTable(lines, EndpointKeys.all());
    return String.join("\n", lines) + "\n";
  }

  private static void addEntry(List<String> lines, ConfigEntry<?> entry) {
    lines.addAll(wrap(entry.doc()));
    lines.addAll(
        wrap(
            "Expected: "
                + entry.parser().accepted()
                + ". Default: "
                + (entry.defaultText().isEmpty() ? "unset" : entry.defaultText())
                + (entry.unit().isEmpty() ? "" : ". Unit: " + entry.unit())
                + "."));
    lines.add(
        "# " + entry.key() + (entry.defaultText().isEmpty() ? "" : " " + entry.defaultText()));
    lines.add("");
  }

  private static void addTable(List<String> lines, List<ConfigEntry<?>> entries) {
    lines.add("| key | default | unit | meaning | since |");
    lines.add("|---|---|---|---|---|");
    for (ConfigEntry<?> entry : entries) {
      lines.add(
          "| `%s` | %s | %s | %s Expected: %s. | %s |"
              .formatted(
                  entry.key(),
                  entry.defaultText().isEmpty() ? "unset" : "`" + entry.defaultText() + "`",
                  entry.unit(),
                  entry.doc(),
                  entry.parser().accepted(),
                  entry.since()));
    }
  }

  private static List<String> wrap(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder("#");
    for (String word : text.split(" ", -1)) {
      if (line.length() + 1 + word.length() > 100) {
        lines.add(line.toString());
        line = new StringBuilder("#");
      }
      line.append(' ').append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
