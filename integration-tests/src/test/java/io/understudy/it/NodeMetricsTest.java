package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The SQL tab shows what {@code understudy_runs()} says and what the server was asked. */
class NodeMetricsTest {
  private static final int ROWS = 1500;

  /** Columns of a run by the texts of the node's metrics. */
  private static final Map<String, String> COLUMNS = new LinkedHashMap<>();

  static {
    COLUMNS.put("rows answered by the understudy", "rows_proxy");
    COLUMNS.put("rows answered by the LLM", "rows_llm");
    COLUMNS.put("rows answered by a paid label", "rows_label");
    COLUMNS.put("rows without data", "rows_null");
    COLUMNS.put("rows without a usable answer", "rows_failed");
    COLUMNS.put("LLM calls", "calls");
    COLUMNS.put("prompt tokens", "tokens_in");
    COLUMNS.put("completion tokens", "tokens_out");
    COLUMNS.put("LLM calls avoided (estimate)", "calls_avoided");
    COLUMNS.put("tokens avoided (estimate)", "tokens_avoided");
  }

  private static final String IF = "AI.IF('Is it positive? ' || review, embeddings => emb)";
  private static final String CLASSIFY =
      "AI.CLASSIFY(review, array('book', 'film', 'game'), embeddings => emb)";
  private static final String ASK_ALL =
      "AI.IF('Is it positive? ' || review, optimization_mode => 'MAXIMIZE_QUALITY')";

  private static Lab lab;

  @BeforeAll
  static void open() {
    lab = Lab.open();
    lab.reviews("plain", ROWS, 0.1);
    lab.spark()
        .sql("SELECT *, IF(id % 100 = 7, NULL, review) AS text FROM plain")
        .drop("review")
        .withColumnRenamed("text", "review")
        .write()
        .mode("overwrite")
        .parquet(Lab.folder("metrics").toString());
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  static Stream<Arguments> queries() {
    List<Arguments> queries = new ArrayList<>();
    for (boolean adaptive : new boolean[] {true, false}) {
      for (String query :
          List.of(
              "SELECT id, " + IF + " FROM reviews",
              // a shuffle above the stage
              "SELECT kind, count_if(" + IF + ") FROM reviews GROUP BY kind",
              // a shuffle below the stage
              "SELECT id, " + IF + " FROM (SELECT DISTINCT id, review, emb FROM reviews)",
              // the stage above samples through the one below
              "SELECT id, " + CLASSIFY + " FROM reviews WHERE " + IF,
              // the same with a shuffle between them
              "SELECT a, "
                  + CLASSIFY
                  + " FROM (SELECT review, emb, count_if("
                  + IF
                  + ") a FROM reviews GROUP BY review, emb)",
              // one stage in two branches
              "WITH c AS (SELECT kind, count_if("
                  + IF
                  + ") n FROM reviews GROUP BY kind) SELECT * FROM c a JOIN c b ON a.kind = b.kind",
              "SELECT id FROM reviews WHERE " + ASK_ALL + " LIMIT 5",
              "SELECT id FROM reviews WHERE id < (SELECT count_if(" + IF + ") FROM reviews)",
              "CREATE OR REPLACE TABLE made USING delta AS SELECT id, "
                  + IF
                  + " ok FROM reviews")) {
        queries.add(Arguments.of(adaptive, query));
      }
    }
    return queries.stream();
  }

  @ParameterizedTest
  @MethodSource("queries")
  void theTabAndTheRunsAndTheServerAgree(boolean adaptive, String query) throws Exception {
    SparkSession session = session(adaptive);
    Seen seen = new Seen(session);
    session.sql(query).collectAsList();
    seen.agree();
  }

  @ParameterizedTest
  @MethodSource("adaptive")
  void countAfterShow(boolean adaptive) throws Exception {
    SparkSession session = session(adaptive);
    Dataset<Row> answered =
        session.sql("SELECT * FROM (SELECT id, " + IF + " ok FROM reviews) WHERE ok");
    Seen seen = new Seen(session);
    answered.show(3);
    seen.agree();
    seen = new Seen(session);
    answered.count();
    seen.agree();
  }

  /** Without adaptive execution, which would fill the whole cache in the first query. */
  @Test
  void aCachedTableIsFilledByTwoQueries() throws Exception {
    SparkSession session = session(false);
    Dataset<Row> cached =
        session.sql("SELECT id, " + ASK_ALL + " ok FROM reviews WHERE id < 120").cache();
    try {
      Seen seen = new Seen(session);
      cached.limit(1).collectAsList();
      long first = seen.calls();
      seen = new Seen(session);
      assertThat(cached.count()).isEqualTo(120);
      assertThat(first + seen.calls()).isEqualTo(118);
    } finally {
      cached.unpersist();
    }
  }

  @ParameterizedTest
  @MethodSource("adaptive")
  void aCachedInputIsReadTwice(boolean adaptive) throws Exception {
    SparkSession session = session(adaptive);
    Dataset<Row> cached = session.table("reviews").where("id < 1200").cache();
    try {
      cached.createOrReplaceTempView("some");
      Seen seen = new Seen(session);
      session.sql("SELECT id, " + IF + " FROM some").collectAsList();
      seen.agree();
    } finally {
      cached.unpersist();
    }
  }

  @ParameterizedTest
  @MethodSource("adaptive")
  void anotherActionOnTheSameDatasetIsAnotherRun(boolean adaptive) throws Exception {
    SparkSession session = session(adaptive);
    Dataset<Row> answered = session.sql("SELECT id, " + IF + " ok FROM reviews");
    Seen seen = new Seen(session);
    List<String> first = Answers.of(answered.collectAsList());
    seen.agree();
    seen = new Seen(session);
    assertThat(Answers.of(answered.collectAsList())).isEqualTo(first);
    Map<String, Long> again = seen.agree();
    assertThat(again).containsEntry("calls", 0L);
    assertThat(again).containsEntry("rows_llm", 0L).containsEntry("rows_failed", 0L);
    assertThat(seen.run().<Long>getAs("rows")).isEqualTo(ROWS);
  }

  /**
   * Under adaptive execution Spark 4.1 keeps the failure of a Dataset's last stage, whatever is in
   * it, and throws it again; so there the query is written again.
   */
  @ParameterizedTest
  @MethodSource("adaptive")
  void aFailedPreparationIsTriedAgainByTheNextAction(boolean adaptive) throws Exception {
    SparkSession session = session(adaptive);
    session.conf().set("spark.understudy.budget.calls", 10);
    String query = "SELECT id, " + IF + " ok FROM reviews";
    Dataset<Row> answered = session.sql(query);
    Seen seen = new Seen(session);
    assertThatThrownBy(answered::collectAsList).hasMessageContaining("UNDERSTUDY_BUDGET");
    assertThat(seen.calls()).isZero();
    assertThat(seen.run().<String>getAs("decision")).isEqualTo("FAILED");
    session.conf().set("spark.understudy.budget.calls", 5000);
    seen = new Seen(session);
    assertThat((adaptive ? session.sql(query) : answered).collectAsList()).hasSize(ROWS);
    assertThat(seen.calls()).isGreaterThanOrEqualTo(200);
    assertThat(seen.run().<String>getAs("decision")).isNotEqualTo("FAILED");
  }

  @Test
  void aQueryThatFailsAfterItHasPaid() throws Exception {
    SparkSession session = session(true);
    Seen seen = new Seen(session);
    assertThatThrownBy(
            () ->
                session
                    .sql(
                        "SELECT IF("
                            + IF
                            + ", id, raise_error('not positive')) FROM reviews WHERE id < 1200")
                    .collectAsList())
        .hasMessageContaining("not positive");
    assertThat(seen.calls()).isBetween(200L, 400L);
    assertThat(seen.run().<String>getAs("decision")).isEqualTo("FAILED");
    assertThat(seen.run().<String>getAs("reason")).contains("not positive");
  }

  @Test
  void aQueryWithoutAnEndpointFails() throws Exception {
    SparkSession session = session(true);
    session.conf().set("spark.understudy.endpoints.dead.url", "http://127.0.0.1:9/v1");
    session.conf().set("spark.understudy.endpoints.dead.model", "m");
    session.conf().set("spark.understudy.endpoints.dead.deadline", "1s");
    Seen seen = new Seen(session);
    assertThatThrownBy(
            () ->
                session
                    .sql(
                        "SELECT AI.IF('Is it positive? ' || review, embeddings => emb,"
                            + " endpoint => 'dead') FROM reviews")
                    .collectAsList())
        .hasMessageContaining("UNDERSTUDY_");
    Row run = seen.run();
    assertThat(run.<String>getAs("decision")).isEqualTo("FAILED");
    assertThat(run.<String>getAs("reason")).startsWith("[UNDERSTUDY_");
  }

  @Test
  void embeddedRowsAreShownOnce() throws Exception {
    SparkSession session = session(true);
    int before = new SqlTab(session).executions();
    session
        .sql(
            "SELECT id, AI.IF('Is it positive? ' || review, embeddings => e) FROM"
                + " (SELECT id, review, AI.EMBED(review, endpoint => 'vectors') e FROM reviews WHERE id"
                + " < 100)")
        .collectAsList();
    assertThat(new SqlTab(session).nodes("EmbedStage", before))
        .singleElement()
        .satisfies(node -> assertThat(node).containsEntry("rows embedded", "99"));
  }

  static Stream<Boolean> adaptive() {
    return Stream.of(true, false);
  }

  private static SparkSession session(boolean adaptive) {
    SparkSession session = lab.fresh(Lab.SMALL);
    session.conf().set("spark.sql.adaptive.enabled", adaptive);
    session
        .read()
        .parquet(Lab.folder("metrics").toString())
        .repartition(4)
        .createOrReplaceTempView("reviews");
    return session;
  }

  /** What happens from now on, as three sources tell it. */
  private static final class Seen {
    private final SparkSession session;
    private final SqlTab tab;
    private final int executions;
    private final int runs;
    private final long requests;

    Seen(SparkSession session) throws Exception {
      this.session = session;
      this.tab = new SqlTab(session);
      this.runs = runs().size();
      this.executions = tab.executions();
      this.requests = lab.server().requests();
    }

    private List<Row> runs() {
      return session.sql("SELECT * FROM understudy_runs()").collectAsList();
    }

    /** Calls that all three agree on. */
    long calls() throws Exception {
      agree();
      return lab.server().requests() - requests;
    }

    Row run() throws Exception {
      tab.executions();
      List<Row> all = runs();
      assertThat(all).hasSize(runs + 1);
      return all.get(runs);
    }

    /** Compares the sums over all stages, and returns them by column. */
    Map<String, Long> agree() throws Exception {
      List<Map<String, String>> nodes = tab.nodes("AiStage", executions);
      assertThat(nodes).isNotEmpty();
      List<Row> all = runs();
      List<Row> added = all.subList(runs, all.size());
      assertThat(added).isNotEmpty();
      Map<String, Long> told = new LinkedHashMap<>();
      Map<String, Long> shown = new LinkedHashMap<>();
      COLUMNS.forEach(
          (text, column) -> {
            told.put(column, added.stream().mapToLong(run -> run.<Long>getAs(column)).sum());
            shown.put(
                column,
                nodes.stream()
                    .mapToLong(
                        node -> Long.parseLong(node.getOrDefault(text, "0").replace(",", "")))
                    .sum());
          });
      assertThat(shown).isEqualTo(told);
      assertThat(told.get("calls")).isEqualTo(lab.server().requests() - requests);
      assertThat(added)
          .allSatisfy(
              run ->
                  assertThat(run.<Long>getAs("rows"))
                      .isEqualTo(
                          run.<Long>getAs("rows_proxy")
                              + run.<Long>getAs("rows_llm")
                              + run.<Long>getAs("rows_label")
                              + run.<Long>getAs("rows_null")
                              + run.<Long>getAs("rows_failed")));
      return told;
    }
  }
}
