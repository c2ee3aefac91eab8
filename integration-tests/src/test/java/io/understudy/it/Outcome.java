package io.understudy.it;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What came of a query.
 *
 * @param rows sorted
 * @param counts for each of its calls the decision, and how many rows were answered by whom; the
 *     last is of rows with an answer of the LLM's, bought now or before
 * @param calls of the LLM that were made
 */
record Outcome(List<String> rows, List<List<Object>> counts, long calls) {

  static Outcome of(SparkSession session, Dataset<Row> query) {
    List<String> rows = Answers.of(query.collectAsList()).stream().sorted().toList();
    String last = Lab.lastRun(session).getAs("query_id");
    List<Row> runs =
        session.sql("SELECT * FROM understudy_runs()").collectAsList().stream()
            .filter(run -> last.equals(run.getAs("query_id")))
            .toList();
    return new Outcome(
        rows,
        runs.stream().map(Outcome::counts).toList(),
        runs.stream().mapToLong(run -> run.<Long>getAs("calls")).sum());
  }

  private static List<Object> counts(Row run) {
    List<Object> counts = new ArrayList<>();
    for (String column : List.of("decision", "rows", "rows_proxy", "rows_null", "rows_failed")) {
      counts.add(run.getAs(column));
    }
    counts.add(run.<Long>getAs("rows_llm") + run.<Long>getAs("rows_label"));
    return counts;
  }
}
