package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session without any endpoint plans everything and runs nothing. */
class UnconfiguredSessionTest {
  private static final String ASK = "AI.IF('Is it positive? ' || text) AS ai";
  private static final String TEXTS = " FROM VALUES ('good'), ('bad') AS t(text)";

  private static Lab lab;
  private static SparkSession session;

  @BeforeAll
  static void open() {
    lab = Lab.open();
    session = lab.spark().newSession();
    for (String endpoint : List.of("default", "vectors")) {
      session.conf().unset("spark.understudy.endpoints." + endpoint + ".url");
      session.conf().unset("spark.understudy.endpoints." + endpoint + ".model");
    }
    session.conf().unset("spark.understudy.embedder");
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @Test
  void viewsAreCreatedAndPlansAreShown() {
    session.sql("CREATE OR REPLACE TEMPORARY VIEW asked AS SELECT text, " + ASK + TEXTS);
    session.sql(
        "CREATE OR REPLACE TEMPORARY VIEW named AS SELECT AI.IF('Is it? ' || text,"
            + " endpoint => 'big') AS ai, AI.EMBED(text) AS e"
            + TEXTS);
    assertThat(session.table("asked").schema().fieldNames()).containsExactly("text", "ai");
    for (String mode : List.of("", "EXTENDED ", "FORMATTED ")) {
      List<Row> plan = session.sql("EXPLAIN " + mode + "SELECT * FROM asked").collectAsList();
      assertThat(plan.get(0).getString(0)).contains("AiStage").contains("not configured");
      session.sql("EXPLAIN " + mode + "SELECT * FROM named").collectAsList();
    }
    assertThat(lab.server().requests()).isZero();
  }

  /** Whatever the query does with the answer, the error arrives as it is, without a cause. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT " + ASK + TEXTS,
        "SELECT count(*), ai FROM (SELECT " + ASK + TEXTS + ") GROUP BY ai ORDER BY ai",
        "CREATE TABLE never USING parquet AS SELECT " + ASK + TEXTS,
      })
  void runningSaysWhatIsMissing(String query) {
    expect(query, "UNDERSTUDY_CONFIGURATION.ENDPOINT_INCOMPLETE");
  }

  @Test
  void anEmbedderThatNobodyProvidesIsNamed() {
    expect(
        "SELECT AI.EMBED(text, endpoint => 'nobody')" + TEXTS,
        "UNDERSTUDY_CONFIGURATION.EMBEDDER_MISSING");
  }

  /** A subquery runs on a thread of its own, and Spark wraps what comes from there. */
  @Test
  void inASubqueryTheErrorIsTheCause() {
    Throwable thrown =
        catchThrowable(
            () ->
                session
                    .sql("SELECT (SELECT max(ai) FROM (SELECT " + ASK + TEXTS + "))")
                    .collectAsList());
    assertThat(Errors.conditions(thrown)).contains("UNDERSTUDY_CONFIGURATION.ENDPOINT_INCOMPLETE");
    assertThat(lab.server().requests()).isZero();
  }

  private static void expect(String query, String condition) {
    Throwable thrown = catchThrowable(() -> session.sql(query).collectAsList());
    assertThat(thrown).isInstanceOf(AnalysisException.class).hasNoCause();
    assertThat(((SparkThrowable) thrown).getCondition()).isEqualTo(condition);
    assertThat(((SparkThrowable) thrown).getSqlState()).isEqualTo("F0000");
    assertThat(lab.server().requests()).isZero();
  }
}
