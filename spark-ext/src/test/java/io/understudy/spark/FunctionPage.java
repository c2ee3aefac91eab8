package io.understudy.spark;

import io.understudy.account.RunColumns.RunColumn;
import io.understudy.function.CountTokensSpec;
import io.understudy.function.FunctionExample;
import io.understudy.function.FunctionSpec;
import io.understudy.function.LabelsSpec;
import io.understudy.function.Parameter;
import io.understudy.function.ProjectionSpec;
import io.understudy.function.RunsSpec;
import io.understudy.function.SpendingSpec;
import io.understudy.spark.account.RecordRows;
import io.understudy.spark.store.LabelColumns;
import java.util.ArrayList;
import java.util.List;

/**
 * Renders {@code docs/functions.md} from the text that {@code DESCRIBE FUNCTION EXTENDED} shows.
 */
final class FunctionPage {
  static final String REGENERATE =
      "UNDERSTUDY_REGENERATE=1 mvn -B -pl spark-ext -am test -Dtest=FunctionPageTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  private final List<String> lines = new ArrayList<>();

  private FunctionPage() {}

  static String text() {
    FunctionPage page = new FunctionPage();
    page.head();
    FunctionSpec.ALL.forEach(page::function);
    page.countTokens();
    page.runs();
    page.spending();
    page.labels();
    page.projection();
    return String.join("\n", page.lines) + "\n";
  }

  private void head() {
    lines.add("# Functions");
    lines.add("");
    lines.add("<!-- Generated from the code; regenerate with");
    lines.add(REGENERATE + " -->");
    lines.add("");
    lines.add(
        """
        Each function has two names, `AI.IF` and `ai_if`, in any case; `call_function` takes both. Arguments go by name
        (`accuracy_target => 0.95`) or by position, in the order of the tables. Every argument but the text itself and
        `embeddings` must be constant. Statements have pages of their own: [CREATE EMBEDDING VIEW](views.md#statements),
        [CREATE AI MODEL](models.md#statements), [CREATE AI VIEW](answers.md#statements). `DESCRIBE FUNCTION EXTENDED AI.IF` shows this page's text in a session.

        A test runs the examples, with an LLM that takes texts at their word; other LLMs may answer otherwise.
        """);
  }

  private void function(FunctionSpec spec) {
    lines.add("## " + spec.function().sqlName());
    lines.add("");
    lines.add("`%s%s`".formatted(spec.function().sqlName(), spec.signature()));
    lines.add("");
    lines.add(
        "%s Returns %s. Since %s.".formatted(spec.usage(), escape(spec.returns()), spec.since()));
    lines.add("");
    lines.add("| argument | type | | meaning |");
    lines.add("|---|---|---|---|");
    for (Parameter parameter : spec.parameters()) {
      lines.add(
          "| `%s` | %s | %s | %s |"
              .formatted(
                  parameter.name(),
                  escape(parameter.type()),
                  parameter.required() ? "required" : "",
                  escape(parameter.doc())));
    }
    spec.examples().forEach(this::example);
    lines.add("");
  }

  private void countTokens() {
    lines.add("## " + CountTokensSpec.SQL_NAME);
    lines.add("");
    lines.add("`%s(%s)`".formatted(CountTokensSpec.SQL_NAME, CountTokensSpec.CONTENT.name()));
    lines.add("");
    lines.add(CountTokensSpec.USAGE + " Since " + CountTokensSpec.SINCE + ".");
    example(CountTokensSpec.EXAMPLE);
    lines.add("");
  }

  private void runs() {
    lines.add("## " + RunsSpec.NAME + "()");
    lines.add("");
    lines.add("A table function. " + RunsSpec.USAGE + " Since " + RunsSpec.SINCE + ".");
    lines.add("Its columns, with units: [metrics](metrics.md#columns-of-understudy_runs).");
    example(RunsSpec.EXAMPLE);
    lines.add("");
    lines.add(
        """
        `DELETE FROM understudy_runs() WHERE ...` deletes runs, in the store and in this application, but none that is under way.\
        """);
  }

  private void spending() {
    lines.add("");
    lines.add("## " + SpendingSpec.NAME + "()");
    lines.add("");
    lines.add("A table function. " + SpendingSpec.USAGE + " Since " + SpendingSpec.SINCE + ".");
    lines.add("");
    lines.add("| column | type | unit | meaning |");
    lines.add("|---|---|---|---|");
    SpendingSpec.COLUMNS.forEach(
        column ->
            lines.add(
                "| `%s` | %s | %s | %s |"
                    .formatted(
                        column.name(), column.type(), column.unit(), escape(column.meaning()))));
    example(SpendingSpec.EXAMPLE);
    lines.add("");
    lines.add(
        """
        Last month:

        ```sql
        SELECT user_name, sum(calls) AS calls, sum(cost) AS cost FROM understudy_spending()
        WHERE day >= trunc(add_months(current_date(), -1), 'MM') AND day < trunc(current_date(), 'MM')
        GROUP BY user_name ORDER BY cost DESC
        ```

        It is the team's bill if all sessions have the same `spark.understudy.store`, and their endpoints had `price.input` and
        `price.output` when they ran. Not in it: runs under way in other applications; runs of a driver that was killed, whose
        labels are in `understudy_labels()`; runs that were forgotten; and embedding by an endpoint. Making and refreshing
        prepared models, and projections, are in it.\
        """);
  }

  private void labels() {
    lines.add("");
    lines.add("## " + LabelsSpec.NAME + "()");
    lines.add("");
    lines.add("A table function. " + LabelsSpec.USAGE + " Since " + LabelsSpec.SINCE + ".");
    lines.add("");
    lines.add("| column | type | meaning |");
    lines.add("|---|---|---|");
    LabelColumns.SHOWN.forEach(
        column ->
            lines.add(
                "| `%s` | %s | %s |"
                    .formatted(
                        column.name(), escape(column.type().sql()), escape(column.meaning()))));
    example(LabelsSpec.EXAMPLE);
    lines.add("");
    lines.add(
        """
        Labels are deleted by SQL, too: by age, by instruction, by whatever the columns say of one label. The row that
        comes back says how many. `EXPLAIN` deletes nothing. A query that asks for a deleted label pays for it again.

        ```sql
        DELETE FROM understudy_labels() WHERE paid_at < current_timestamp() - INTERVAL 90 DAYS
        ```

        | to forget | statement | gone from the files |
        |---|---|---|
        | labels | `DELETE FROM understudy_labels() WHERE ...` | after ``VACUUM delta.`STORE/labels` `` |
        | runs | `DELETE FROM understudy_runs() WHERE ...`, or `spark.understudy.store.runs.days` | after ``VACUUM delta.`STORE/runs` `` |
        | vectors of deleted texts | delete the source's rows, then `REFRESH EMBEDDING VIEW` | after `VACUUM` of the folder that `DESCRIBE EMBEDDING VIEW` tells |
        | an embedding view | `DROP EMBEDDING VIEW` | at once |
        | kept answers of deleted rows | delete the source's rows, then `REFRESH AI VIEW` | after `VACUUM` of the folder that `DESCRIBE AI VIEW` tells |
        | an answer view | `DROP AI VIEW` | at once |
        | a prepared model, with hashes of its rows | `DROP AI MODEL` | at once |

        `VACUUM` needs Delta's extension and catalogue, and keeps what is younger than its retention. [Prepared models](models.md)
        look at their rows again when labels that they rest on are gone.\
        """);
  }

  private void projection() {
    lines.add("");
    lines.add("## " + ProjectionSpec.NAME + ProjectionSpec.signature());
    lines.add("");
    lines.add("A table function. " + ProjectionSpec.USAGE + " Since " + ProjectionSpec.SINCE + ".");
    lines.add("");
    lines.add("| argument | type | meaning |");
    lines.add("|---|---|---|");
    ProjectionSpec.PARAMETERS.forEach(
        parameter ->
            lines.add(
                "| `%s` | %s | %s |"
                    .formatted(parameter.name(), parameter.type(), escape(parameter.doc()))));
    example(ProjectionSpec.EXAMPLE);
    lines.add("");
    lines.add(
        """
        Only an action buys labels: analysis, `EXPLAIN` and a view that holds the call do not. `spark.understudy.budget.*` holds
        for them, `understudy_runs()` counts them under the decision `PROJECTED`. With `spark.understudy.progress` a readable
        table is printed as well, and each query prints what its own first labels project, in one line, before it buys more.

        The input of each AI call is read once. Predicates on other AI calls are taken to let every row pass, and a `LIMIT` above
        a call is not looked at, so both make the projection an upper limit. Intervals are predictive, for one run, if its rows are like
        those that were labelled; how they are made, and how often they held where that was measured:
        [projection](design/011-projection.md).

        | column | type | unit | meaning |
        |---|---|---|---|\
        """);
    for (RunColumn column : ProjectionSpec.COLUMNS) {
      lines.add(
          "| `%s` | %s | %s | %s |"
              .formatted(
                  column.name(),
                  RecordRows.type(column.type()).sql(),
                  column.unit(),
                  escape(column.meaning())));
    }
  }

  private void example(FunctionExample example) {
    lines.add("");
    lines.add("```sql");
    lines.addAll(example.sql().lines().toList());
    example.rows().forEach(row -> lines.add("-- " + row.replace("\t", " | ")));
    lines.add("```");
  }

  /** What Markdown would read as a column's end or a tag. */
  private static String escape(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;").replace(">", "&gt;");
  }
}
