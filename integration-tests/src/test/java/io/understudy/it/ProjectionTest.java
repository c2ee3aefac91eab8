package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** When {@code understudy_projection()} spends, and what it leaves. */
class ProjectionTest {
  private static final String QUERY =
      "SELECT id FROM reviews WHERE AI.IF('Is this review positive? ' || review, embeddings =>"
          + " emb)";

  /** The uniform start of 200 labels. */
  private static final int PILOT = 48;

  @RegisterExtension static final SharedLab LAB = new SharedLab();

  private SparkSession session;

  @BeforeEach
  void open() {
    session = LAB.fresh(Lab.SMALL);
    Tables.register(session);
    LAB.server().reset();
  }

  private static String projection(String arguments) {
    return "SELECT * FROM understudy_projection(\"" + QUERY + "\"" + arguments + ")";
  }

  @Test
  void onlyAnActionSpendsAndOnlyOnce() {
    Dataset<Row> projected = session.sql(projection(""));
    assertThat(projected.columns()).contains("calls", "calls_low", "calls_high", "note");
    projected.queryExecution().executedPlan();
    projected.explain("extended");
    session.sql("EXPLAIN CODEGEN " + projection("")).collectAsList();
    session.sql("CREATE OR REPLACE TEMPORARY VIEW ahead AS " + projection("")).collectAsList();
    assertThat(LAB.server().requests()).isZero();

    List<Row> rows = projected.collectAsList();
    assertThat(LAB.server().requests()).isEqualTo(PILOT);
    assertThat(projected.collectAsList()).isEqualTo(rows);
    assertThat(session.sql("SELECT basis FROM ahead").collectAsList()).hasSameSizeAs(rows);
    assertThat(LAB.server().requests()).isEqualTo(PILOT);
  }

  @Test
  void itsRowsAreRowsLikeAnyOther() {
    List<Row> rows =
        session
            .sql(
                "WITH p AS ("
                    + projection("")
                    + ") SELECT a.calls, b.calls FROM p a JOIN p b ON a.basis = b.basis"
                    + " WHERE a.basis = 'llm' AND a.calls + 0 = b.calls ORDER BY 1")
            .collectAsList();
    assertThat(rows).singleElement().satisfies(row -> assertThat(row.getDouble(0)).isEqualTo(1200));
    assertThat(LAB.server().requests()).isEqualTo(PILOT);
  }

  @Test
  void aPageIsWrittenAndReplaced(@TempDir Path folder) throws Exception {
    Path page = folder.resolve("made").resolve("projection.html");
    session.sql(projection(", html => '" + page.toUri() + "'")).collectAsList();
    assertThat(Files.readString(page)).contains("Is this review positive?").contains("<svg");
    LAB.server().reset();
    session
        .sql("SELECT count(*) FROM understudy_projection(html => '" + page.toUri() + "')")
        .collectAsList();
    assertThat(Files.readString(page)).endsWith("</html>\n").contains("Is this review positive?");
    assertThat(LAB.server().requests()).isZero();
  }

  @Test
  void aPageThatCannotBeWrittenIsToldBeforeAnythingIsBought(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "kept");
    String nameTooLong = "x".repeat(300);
    for (Path page : List.of(folder, file.resolve("page.html"), folder.resolve(nameTooLong))) {
      assertThatThrownBy(
              () -> session.sql(projection(", html => '" + page.toUri() + "'")).collectAsList())
          .as("%s", page)
          .satisfies(
              thrown ->
                  assertThat(Errors.conditions(thrown)).contains("UNDERSTUDY_ARGUMENT_VALUE"));
    }
    assertThat(LAB.server().requests()).isZero();
    assertThat(folder).isDirectoryContaining(path -> path.equals(file));
    assertThat(folder.toFile().list()).hasSize(1);
  }

  /** Rows of the input of a call above another; NULL where the other's answer may add some. */
  @Test
  void anInputIsKnownOnlyWhereNoAnswerCanAddARowToIt() {
    session.conf().set("spark.understudy.minRows", "3000");
    String asked = "AI.IF('Is it long? ' || s.review, embeddings => s.emb)";
    Map<String, String> cases =
        Map.of(
            "reviews t WHERE NOT EXISTS (SELECT 1 FROM few s WHERE s.id = t.id AND " + asked + ")",
            "[null]",
            "reviews t WHERE EXISTS (SELECT 1 FROM few s WHERE s.id = t.id AND " + asked + ")",
            "[40]",
            "(SELECT * FROM reviews s WHERE " + asked + ") t",
            "[1200]",
            "(SELECT * FROM reviews s WHERE " + asked + " LIMIT 900) t",
            "[null]",
            "(SELECT * FROM reviews s ORDER BY " + asked + " LIMIT 900) t",
            "[null]",
            "(SELECT *, row_number() OVER (PARTITION BY id % 3 ORDER BY id) AS n FROM reviews s"
                + (" WHERE " + asked + ") t WHERE n <= 5"),
            "[null]",
            "reviews t LEFT JOIN (SELECT id FROM few s WHERE "
                + asked
                + ") s ON s.id = t.id WHERE s.id IS NULL",
            "[null]");
    cases.forEach(
        (from, rows) ->
            assertThat(
                    session
                        .sql(
                            "SELECT rows_distinct FROM understudy_projection(\"SELECT"
                                + " AI.CLASSIFY(t.review, array('book', 'film', 'game'),"
                                + " embeddings => t.emb) FROM "
                                + from
                                + "\") WHERE function = 'AI.CLASSIFY' AND basis = 'llm'")
                        .collectAsList())
                .as(from)
                .singleElement()
                .hasToString(rows));
    assertThat(LAB.server().requests()).isZero();
  }

  @Test
  void aPilotIsInEveryBudget() {
    session.conf().set("spark.understudy.budget.calls", "40");
    assertThatThrownBy(() -> session.sql(projection("")).collectAsList())
        .satisfies(
            thrown ->
                assertThat(Errors.conditions(thrown)).contains("UNDERSTUDY_BUDGET.ESTIMATED"));
    assertThat(LAB.server().requests()).isZero();
  }

  @Test
  void thePilotIsARunOfTheBooks() {
    session.sql(projection("")).collectAsList();
    Row run =
        session
            .sql("SELECT decision, calls, rows, calls_avoided FROM understudy_runs()")
            .collectAsList()
            .stream()
            .reduce((first, last) -> last)
            .orElseThrow();
    assertThat(run.toString()).isEqualTo("[PROJECTED," + PILOT + ",0,0]");
  }

  @Test
  void whatRanBeforeIsProjectedFromWhatItBought() {
    session.sql("SELECT count(*) FROM (" + QUERY + ")").collectAsList();
    LAB.server().reset();
    List<Row> rows =
        session
            .sql(
                "SELECT basis, labels, pilot_labels FROM understudy_projection() WHERE run_id ="
                    + " (SELECT max_by(run_id, started_at) FROM understudy_runs())"
                    + " AND basis IN ('llm', 'run')")
            .collectAsList();
    assertThat(rows.toString()).isEqualTo("[[llm,200," + PILOT + "], [run,200," + PILOT + "]]");
    assertThat(LAB.server().requests()).isZero();
  }

  @Test
  void noCommandInTheTextIsRun() {
    session.sql("CREATE OR REPLACE TEMPORARY VIEW stays AS SELECT 1 AS one").collectAsList();
    for (String command :
        List.of("DROP VIEW stays", "SET spark.understudy.labels=1", "CACHE TABLE stays")) {
      assertThatThrownBy(
              () ->
                  session
                      .sql("SELECT * FROM understudy_projection('" + command + "')")
                      .collectAsList())
          .as(command)
          .satisfies(
              thrown ->
                  assertThat(Errors.conditions(thrown)).contains("UNDERSTUDY_ARGUMENT_VALUE"));
    }
    assertThat(session.table("stays").count()).isEqualTo(1);
    assertThat(session.conf().get("spark.understudy.labels")).isEqualTo("200");
  }

  @Test
  void aCachedTableIsNotFilledInPassing() {
    session
        .sql(
            "CREATE OR REPLACE TEMPORARY VIEW asked AS SELECT review, emb,"
                + " AI.IF('Is this review positive? ' || review) AS good FROM few")
        .collectAsList();
    session.catalog().cacheTable("asked");
    assertThatThrownBy(
            () ->
                session
                    .sql(
                        "SELECT * FROM understudy_projection(\"SELECT AI.IF('Is it long? ' ||"
                            + " review, embeddings => emb) FROM asked\")")
                    .collectAsList())
        .satisfies(
            thrown -> assertThat(Errors.conditions(thrown)).contains("UNDERSTUDY_ARGUMENT_VALUE"));
    assertThat(LAB.server().requests()).isZero();
    session.catalog().uncacheTable("asked");
  }

  @Test
  void aSmallTableIsNotLabelled() {
    SparkSession usual = LAB.fresh(Map.of("spark.understudy.minRows", "3000"));
    Tables.register(usual);
    String text = QUERY.replace("'", "\\'");
    assertThat(
            usual
                .sql("SELECT note FROM understudy_projection('" + text + "', labels => 60)")
                .collectAsList())
        .singleElement()
        .satisfies(row -> assertThat(row.getString(0)).contains("spark.understudy.minRows"));
    assertThat(LAB.server().requests()).isZero();
  }
}
