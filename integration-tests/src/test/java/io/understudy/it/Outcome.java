package io.understudy.it;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What came of a query with one call.
 *
 * @param rows sorted
 * @param counts the decision, and how many rows were answered by whom; the last is of rows with an
 *     answer of the LLM's, bought now or before
 * @param calls that were made
 */
record Outcome(List<String> rows, List<Object> counts, long calls) {

  static Outcome of(SparkSession session, Dataset<Row> query) {
    List<String> rows = Answers.of(query.collectAsList()).stream().sorted().toList();
    Row run = Lab.lastRun(session);
    List<Object> counts = new ArrayList<>();
    for (String column : List.of("decision", "rows", "rows_proxy", "rows_null", "rows_failed")) {
      counts.add(run.getAs(column));
    }
    counts.add(run.<Long>getAs("rows_llm") + run.<Long>getAs("rows_label"));
    return new Outcome(rows, counts, run.<Long>getAs("calls"));
  }
}
