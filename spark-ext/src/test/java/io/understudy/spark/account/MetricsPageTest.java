package io.understudy.spark.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.account.RunColumns;
import io.understudy.account.RunColumns.RunColumn;
import io.understudy.spark.stage.NodeMetric;
import io.understudy.spark.stage.StageMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** {@code docs/metrics.md} says what the code defines. */
class MetricsPageTest {
  private static final String REGENERATE =
      "UNDERSTUDY_REGENERATE=1 mvn -B -pl spark-ext -am test -Dtest=MetricsPageTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  private static final String INTRODUCTION =
      """
      # Metrics

      <!-- Generated from the code; regenerate with
      %s -->

      Every executed AI call is a run. What a run spent and saved is told in four places, which agree: the driver counts,
      from what its tasks and its label desk tell it, and all four show that count.

      - `understudy_runs()`: one row per run of the application, newest last, also while it runs. With
        `spark.understudy.store` also the runs of all other applications that use the store, once they have ended;
        `understudy_spending()` adds them up by day, user, function, instruction and endpoint.
      - The node `AiStage` in the Spark UI, in the event log, and in the metrics that a client of Spark Connect gets.
      - One summary per run on the driver's standard error, unless `spark.understudy.progress` is `false`.
      - The event `%s`, for listeners and in the event log.

      Each action is a run of its own: `collect()` twice on the same Dataset is two runs, of which the second pays for
      nothing that the first has paid for; a table that two queries fill into the cache is two runs, too.

      A row is counted once, however often Spark passes over it (the sampling of a stage above, a retried task, a
      speculative copy). Calls are counted when they are made, whatever becomes of the task that made them; what a task
      still pays for after its query has ended (failed, or cancelled) is in none of the four, but its labels are kept.

      ## Columns of `understudy_runs()`

      | column | type | unit | meaning |
      |---|---|---|---|
      """;

  private static final String METRICS =
      """

      ## Metrics of the node `AiStage`

      The driver writes all of them, while tasks run about once a second.

      | name | text in the Spark UI | unit | meaning |
      |---|---|---|---|
      """;

  private static final String EMBEDDING =
      """

      The node `EmbedStage` of `AI.EMBED` has one, `%s` (%s): rows with a text, as the embedder was given them.

      ## The event

      Spark writes the event as one line of JSON: `Event` is the class `%s`, the other fields are the columns above and
      `%s`, the lines that were printed. Times are texts in ISO 8601. So SQL reads the runs of a finished application out
      of its event log:

      ```sql
      SELECT function, decision, rows, calls, calls_avoided, agreement_lower
      FROM json.`/path/to/spark-events/application`
      WHERE Event = '%s'
      ```

      A history server shows an application with such events whether it has Understudy's jar or not; without the jar it
      logs once that it drops an unrecognised event.

      ## Names of jobs

      Jobs that Understudy starts are described as `AI.IF: sampling`, `AI.IF: labelling 1,000 rows`, `AI.IF: labelling the
      first 10 rows`, `AI.IF: training` in the Spark UI. The job group stays the user's, so that cancelling the group
      cancels them as well.
      """;

  @Test
  void pageIsWhatTheCodeSays() throws IOException {
    Path page = Path.of(System.getProperty("understudy.root"), "docs/metrics.md");
    if ("1".equals(System.getenv("UNDERSTUDY_REGENERATE"))) {
      Files.writeString(page, page());
    }
    assertThat(page)
        .as("docs/metrics.md is generated from the code. Regenerate it: %s", REGENERATE)
        .hasContent(page());
  }

  private static String page() {
    String event = RunEnded.class.getName();
    StringBuilder page = new StringBuilder(INTRODUCTION.formatted(REGENERATE, event));
    for (RunColumn column : RunColumns.ALL) {
      page.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(column.name(), type(column), column.unit(), column.meaning()));
    }
    page.append(METRICS);
    for (NodeMetric metric : NodeMetric.values()) {
      page.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  metric.metricName(),
                  metric.text(),
                  metric.unit() == NodeMetric.Unit.PERMILLE
                      ? "1/1000"
                      : metric.unit().name().toLowerCase(Locale.ROOT),
                  metric.meaning()));
    }
    return page.append(
            EMBEDDING.formatted(
                StageMetrics.ROWS_EMBEDDED,
                StageMetrics.ROWS_EMBEDDED_TEXT,
                event,
                RunEnded.SUMMARY,
                event))
        .toString();
  }

  private static String type(RunColumn column) {
    if (column.type() == String.class) {
      return "STRING";
    }
    if (column.type() == Instant.class) {
      return "TIMESTAMP";
    }
    return column.type() == long.class ? "BIGINT" : "DOUBLE";
  }
}
