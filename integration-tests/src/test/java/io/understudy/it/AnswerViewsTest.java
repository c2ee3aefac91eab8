package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.localllm.Fault;
import io.understudy.localllm.Faults;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are kept are read without a question, and only new rows are paid for. */
@Timeout(300)
class AnswerViewsTest {
  private static final AtomicInteger STORES = new AtomicInteger();
  private static final String CALL =
      "AI.IF('Is this review positive? ' || review, embeddings => emb)";
  private static final String QUERY = "SELECT id, " + CALL + " AS positive, good FROM source";
  private static final String CREATE = "CREATE AI VIEW v AS " + QUERY;
  private static final int ROWS = 900;

  /** Of 200 labels; ten are second answers, which 200 are too few for. */
  private static final long LABELS = 200;

  @RegisterExtension static final SharedLab LAB = new SharedLab();

  private Path store;
  private SparkSession session;

  @BeforeEach
  void emptyStore() throws IOException {
    store = Lab.folder("answer-views-" + STORES.incrementAndGet());
    Folders.delete(store);
    Folders.delete(Lab.folder("warehouse").resolve("source"));
    session = session(Map.of());
    session.sql("DROP TABLE IF EXISTS source");
    LAB.server().reset();
  }

  @AfterEach
  void dropTable() {
    LAB.server().resume();
    LAB.server().setLatency(Duration.ZERO);
    session.sql("DROP TABLE IF EXISTS source");
  }

  private SparkSession session(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("spark.understudy.store", store.toString());
    settings.put("spark.understudy.endpoints.default.model", "local");
    // As many as judged in the first place, as is usual with more labels.
    settings.put("spark.understudy.models.checkRows", "80");
    settings.putAll(more);
    return LAB.small(settings);
  }

  private void source(String format, int rows) {
    session.sql(
        "CREATE TABLE source USING "
            + format
            + " AS SELECT id, review, good, emb FROM reviews WHERE id < "
            + rows);
  }

  /** Rows of the usual table, from one id on. */
  private void grow(int from, int rows) {
    session.sql(
        "INSERT INTO source SELECT id, review, good, emb FROM reviews WHERE id BETWEEN "
            + from
            + " AND "
            + (from + rows - 1));
  }

  private String run(String statement) {
    return session.sql(statement).head().mkString(",");
  }

  private long requests() {
    long asked = LAB.server().requests();
    LAB.server().reset();
    return asked;
  }

  private void refused(String statement, String condition) {
    assertThatThrownBy(() -> session.sql(statement).collectAsList())
        .as(statement)
        .satisfies(e -> assertThat(Errors.conditions(e)).contains(condition));
  }

  @Test
  void readingAsksNobody() {
    source("delta", ROWS);
    assertThat(run(CREATE)).isEqualTo("v,900,900,0,0");
    assertThat(requests()).isEqualTo(LABELS);
    session = session(Map.of());
    assertThat(session.table("v").columns())
        .containsExactly(
            "id", "positive", "positive_by", "positive_model", "positive_score", "good");
    assertThat(run("SELECT count(*), count_if(positive = good) FROM v WHERE id >= 0"))
        .isEqualTo("900,900");
    assertThat(run("SELECT count(*) FROM v a JOIN V b ON a.id = b.id WHERE b.positive"))
        .isEqualTo(run("SELECT count_if(good) FROM source"));
    assertThat(requests()).isZero();
  }

  @Test
  void tellsWhereAnswersComeFrom() {
    source("delta", ROWS);
    session.sql(CREATE);
    List<Row> by =
        session
            .sql(
                "SELECT positive_by, positive_model, count(*), min(positive_score),"
                    + " max(positive_score) FROM v GROUP BY ALL ORDER BY 1")
            .collectAsList();
    assertThat(by).hasSize(2);
    assertThat(by.get(0).getString(0)).isEqualTo("label");
    assertThat(by.get(0).getString(1)).isEqualTo("local");
    assertThat(by.get(0).getLong(2)).isEqualTo(LABELS);
    assertThat(by.get(0).isNullAt(3)).isTrue();
    assertThat(by.get(1).getString(0)).isEqualTo("proxy");
    assertThat(by.get(1).getString(1)).startsWith("kept_");
    assertThat(by.get(1).getLong(2)).isEqualTo(ROWS - LABELS);
    assertThat(by.get(1).getDouble(3)).isBetween(0.5, 1.0);
    assertThat(by.get(1).getDouble(4)).isBetween(by.get(1).getDouble(3), 1.0);
    assertThat(session.sql("SHOW AI MODELS").count()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"delta", "parquet"})
  void aRefreshPaysForNewRowsOnly(String format) {
    source(format, ROWS);
    session.sql(CREATE);
    requests();
    assertThat(run("REFRESH AI VIEW v")).isEqualTo("v,900,0,0,0");
    grow(ROWS, 300);
    assertThat(run("REFRESH AI VIEW V")).isEqualTo("v,1200,300,0,0");
    // As many as the kept understudy is judged by; by itself a query would ask about each of them.
    assertThat(requests()).isBetween(1L, 60L);
    assertThat(run("SELECT count(*), count_if(positive = good) FROM v")).isEqualTo("1200,1200");
    assertThat(
            run(
                "SELECT count(*) FROM v WHERE id >= 900 AND positive_by = 'proxy' AND"
                    + " positive_model LIKE 'kept%'"))
        .satisfies(count -> assertThat(Long.parseLong(count)).isGreaterThan(230));
    assertThat(run("REFRESH AI VIEW v")).isEqualTo("v,1200,0,0,0");
    assertThat(requests()).isZero();
  }

  @Test
  void whatVanishedOrChangedIsReplaced() {
    source("delta", ROWS);
    session.sql(CREATE);
    session.sql("DELETE FROM source WHERE id < 10");
    session.sql("UPDATE source SET review = concat(review, '!') WHERE id = 10");
    session.sql("INSERT INTO source SELECT * FROM source WHERE id IN (20, 21)");
    requests();
    // Two rows of which there are two now are answered again: by their labels or the understudy.
    assertThat(run("REFRESH AI VIEW v")).isEqualTo("v,892,5,13,0");
    assertThat(requests()).isBetween(1L, 20L);
    assertThat(run("SELECT count(*), count_if(positive = good), count_if(id < 10) FROM v"))
        .isEqualTo("892,892,0");
    // Which leaves fewer paid judges, but nothing to judge for.
    session.sql("DELETE FROM source WHERE id % 2 = 0");
    assertThat(run("REFRESH AI VIEW v")).startsWith("v,").contains(",0,").endsWith(",0");
    long rows = session.table("v").count();
    assertThat(rows).isEqualTo(session.table("source").count());
    session.sql("TRUNCATE TABLE source");
    assertThat(run("REFRESH AI VIEW v")).isEqualTo("v,0,0," + rows + ",0");
    assertThat(requests()).isZero();
  }

  @Test
  void aCallThatIsGuardedIsAskedWhereItIsNeeded() {
    source("delta", 60);
    assertThat(
            run(
                "CREATE AI VIEW v AS SELECT id, CASE WHEN id >= 40 THEN "
                    + CALL
                    + " WHEN id >= 20 THEN false END AS p, id < 10 AND "
                    + CALL
                    + " AS q FROM source"))
        .isEqualTo("v,60,60,0,0");
    assertThat(requests()).isEqualTo(30);
    assertThat(run("SELECT count(p), count(p_by), count(q), count(q_by) FROM v"))
        .isEqualTo("40,20,60,10");
    assertThat(run("SELECT count_if(p = (good AND id >= 40)) FROM v JOIN source USING (id)"))
        .isEqualTo("40");
    session.sql("DELETE FROM source WHERE id = 41");
    grow(60, 1);
    assertThat(run("REFRESH AI VIEW v")).isEqualTo("v,60,1,1,0");
    assertThat(requests()).isEqualTo(1);
  }

  @Test
  void seesWhatMovesWithinNestedValues() {
    session.sql(
        "CREATE TABLE source USING delta AS SELECT id, 'a good one' AS review, named_struct('a',"
            + " cast(NULL AS STRING), 'b', 'x') AS s, array('x', cast(NULL AS STRING)) AS t,"
            + " array(1, 0) AS m, array(3) AS n FROM range(9)");
    session.sql(
        "CREATE AI VIEW v AS SELECT id, s, t, m, n, AI.IF('Is it good? ' || review) AS p FROM"
            + " source");
    session.sql("UPDATE source SET s = named_struct('a', 'x', 'b', NULL) WHERE id = 1");
    session.sql("UPDATE source SET t = array(cast(NULL AS STRING), 'x') WHERE id = 2");
    session.sql("UPDATE source SET m = array(1), n = array(0, 3) WHERE id = 3");
    requests();
    assertThat(run("REFRESH AI VIEW v")).isEqualTo("v,9,3,3,0");
    assertThat(run("SELECT s.a, t[1], size(n) FROM v WHERE id = 1")).isEqualTo("x,null,1");
    assertThat(requests()).isZero();
  }

  @Test
  void aViewIsWrittenByItsRefreshOnly() {
    source("delta", 60);
    session.sql(CREATE);
    for (String statement :
        List.of(
            "DELETE FROM v WHERE positive",
            "UPDATE v SET positive = false",
            "MERGE INTO v USING source ON v.id = source.id WHEN MATCHED THEN DELETE")) {
      refused(statement, "UNDERSTUDY_ANSWER_VIEW.READ_ONLY");
    }
    refused("INSERT INTO v SELECT * FROM v", "TABLE_OR_VIEW_NOT_FOUND");
    assertThat(run("SELECT count(*) FROM v")).isEqualTo("60");
    // Who goes round the name is found out.
    session.sql(
        "DELETE FROM delta.`"
            + session.sql("DESCRIBE AI VIEW v").where("property = 'answers'").head().getString(1)
            + "` WHERE id < 5");
    requests();
    assertThat(run("REFRESH AI VIEW v")).isEqualTo("v,60,5,0,0");
    assertThat(requests()).isZero();
  }

  @Test
  void aViewMayBeTheSourceOfAnother() {
    source("delta", 60);
    session.sql(CREATE);
    assertThat(
            run(
                "CREATE AI VIEW w AS SELECT id, AI.IF('Is it even? ' || id) AS even FROM v WHERE"
                    + " positive"))
        .startsWith("w,");
    assertThat(run("SELECT count(*) FROM w")).isEqualTo(run("SELECT count_if(positive) FROM v"));
    session.sql("USE default");
    assertThat(run("REFRESH AI VIEW w")).contains(",0,0,0");
  }

  @Test
  void columnsThatNoItemNamesDontMatter() {
    source("delta", ROWS);
    session.sql(CREATE);
    session.sql("ALTER TABLE source ADD COLUMN note STRING");
    session.sql("ALTER TABLE source ALTER COLUMN id COMMENT 'the key'");
    session.sql("UPDATE source SET note = 'read'");
    requests();
    assertThat(run("REFRESH AI VIEW v")).isEqualTo("v,900,0,0,0");
    assertThat(requests()).isZero();
  }

  @Test
  void rowsThatFailedAreAskedAgain() {
    session.sql(
        "CREATE TABLE source USING delta AS SELECT id, concat(if(id % 3 = 0, 'red ', 'blue '), id)"
            + " AS review FROM range(30) UNION ALL SELECT 100, NULL");
    LAB.server().setFaults(Faults.NONE.with(Fault.OFF_LIST, 0.7));
    String query =
        "SELECT id, AI.CLASSIFY(review, categories => array('red', 'blue'), max_error_ratio => 0.95)"
            + " AS colour FROM source";
    assertThat(run("CREATE AI VIEW v AS " + query)).startsWith("v,31,31,0,");
    LAB.server().setFaults(Faults.NONE);
    String failed = run("SELECT count(*) FROM v WHERE colour_by = 'failed'");
    assertThat(Integer.parseInt(failed)).isBetween(1, 29);
    assertThat(run("SELECT count(*) FROM v WHERE colour_by = 'failed' AND colour IS NULL"))
        .isEqualTo(failed);
    assertThat(run("SELECT colour, colour_by, colour_model FROM v WHERE id = 100"))
        .isEqualTo("null,null,null");
    requests();
    assertThat(run("REFRESH AI VIEW v")).isEqualTo("v,31," + failed + "," + failed + ",0");
    assertThat(requests()).isEqualTo(Long.parseLong(failed));
    assertThat(run("SELECT count_if(colour = if(id % 3 = 0, 'red', 'blue')) FROM v"))
        .isEqualTo("30");
  }

  @Test
  void takesJoinsFiltersAndOtherItems() {
    source("delta", ROWS);
    session.sql(
        "CREATE AI VIEW v AS SELECT s.id * 2 AS twice, CASE WHEN "
            + CALL
            + " THEN 'yes' ELSE 'no' END AS verdict, length(review) AS size FROM source s JOIN"
            + " (SELECT id FROM range(800)) r ON s.id = r.id WHERE s.id >= 100");
    assertThat(run("SELECT count(*), min(twice), min(size) > 0 FROM v")).isEqualTo("700,200,true");
    assertThat(run("SELECT count_if(verdict = 'yes') FROM v"))
        .isEqualTo(run("SELECT count_if(good) FROM source WHERE id BETWEEN 100 AND 799"));
    requests();
    session.sql("DELETE FROM source WHERE id IN (1, 300)");
    assertThat(run("REFRESH AI VIEW v")).isEqualTo("v,699,0,1,0");
    assertThat(requests()).isZero();
  }

  @Test
  void namesMeanWhatTheyMeantWhereTheViewWasMade() {
    source("delta", ROWS);
    session.sql(CREATE);
    grow(ROWS, 10);
    session.sql("CREATE SCHEMA IF NOT EXISTS elsewhere");
    session.sql("USE elsewhere");
    session.sql("SELECT 1 AS id, 'x' AS review, true AS good").createOrReplaceTempView("source");
    assertThat(run("REFRESH AI VIEW v")).isEqualTo("v,910,10,0,0");
    session.sql("DROP VIEW source");
    session.sql("CREATE TABLE source USING delta AS SELECT * FROM default.source");
    session.sql("ALTER TABLE default.source RENAME TO default.renamed");
    // The table of that name here is another one.
    refused("REFRESH AI VIEW v", "UNDERSTUDY_ANSWER_VIEW.QUERY");
    session.sql("ALTER TABLE default.renamed RENAME TO default.source");
    session.sql("DROP TABLE elsewhere.source");
    session.sql("USE default");
    session.sql("DROP SCHEMA elsewhere");
  }

  @Test
  void describesShowsAndDrops() {
    source("delta", ROWS);
    session.sql(CREATE);
    requests();
    assertThat(run("CREATE AI VIEW IF NOT EXISTS v AS SELECT 1")).isEqualTo("v,900,0,0,0");
    Map<String, String> properties = new HashMap<>();
    session
        .sql("DESCRIBE AI VIEW v")
        .collectAsList()
        .forEach(row -> properties.put(row.getString(0), row.getString(1)));
    assertThat(properties)
        .containsEntry("schema", "spark_catalog.default")
        .containsEntry("rows", "900")
        .containsEntry("source_version", "0");
    assertThat(properties.get("query")).startsWith("SELECT id, AI.IF(");
    assertThat(
            session
                .read()
                .format("delta")
                .load(properties.get("answers"))
                .where("positive")
                .count())
        .isEqualTo(session.table("source").where("good").count());
    assertThat(session.sql("SHOW AI VIEWS").select("view", "rows", "failed").head().mkString(","))
        .isEqualTo("v,900,0");
    session.sql("DROP AI VIEW v");
    session.sql("DROP AI VIEW IF EXISTS v");
    refused("SELECT * FROM v", "TABLE_OR_VIEW_NOT_FOUND");
    assertThat(session.sql("SHOW AI VIEWS").count()).isZero();
    // What was paid for stays.
    assertThat(run(CREATE)).isEqualTo("v,900,900,0,0");
    assertThat(requests()).isZero();
  }

  @Test
  void explainRunsNothing() {
    source("delta", ROWS);
    assertThat(run("EXPLAIN " + CREATE)).contains("CreateAnswerView");
    assertThat(session.sql("SHOW AI VIEWS").count()).isZero();
    assertThat(requests()).isZero();
  }

  @Test
  void theCatalogueGoesFirst() {
    source("delta", ROWS);
    refused(CREATE.replace("VIEW v", "VIEW source"), "UNDERSTUDY_ANSWER_VIEW.EXISTS");
    session.sql(CREATE);
    session.sql("SELECT 'mine' AS who").createOrReplaceTempView("v");
    assertThat(run("SELECT * FROM v")).isEqualTo("mine");
    session.sql("DROP VIEW v");
    assertThat(run("SELECT count(*) FROM v")).isEqualTo("900");
  }

  @Test
  void aTemporaryViewBeforeATableIsNoSource() {
    source("delta", 60);
    session.sql("SELECT * FROM source WHERE id < 5").createOrReplaceTempView("source");
    refused(CREATE, "UNDERSTUDY_ANSWER_VIEW.QUERY");
    session.sql("DROP VIEW source");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id FROM source",
        "SELECT id FROM source WHERE %s",
        "SELECT id, %s AS p FROM source ORDER BY id",
        "SELECT id, %s AS p FROM source LIMIT 10",
        "SELECT DISTINCT %s AS p FROM source",
        "SELECT %s AS p, count(*) AS n FROM source GROUP BY 1",
        "WITH s AS (SELECT * FROM source) SELECT id, %s AS p FROM s",
        "SELECT id, %s FROM source",
        "SELECT id, %s AS p, rand() AS r FROM source",
        "SELECT id, %s AS p, good AS p_by FROM source",
        "SELECT id, %s AND AI.IF('Is it long? ' || review) AS p FROM source",
        "SELECT id, %s AS p, map('a', good) AS m, m2 FROM source JOIN (SELECT map(1, 2) AS m2)",
        "SELECT id, %s AS p FROM nothing",
        "SELECT id, %s AS p FROM fleeting",
        "SELECT id, %s AS p, nothing FROM source",
        "SELECT id, %s AS p FROM (WITH s AS (SELECT * FROM source) SELECT * FROM s)",
        "SELECT id, %s AS p FROM source TABLESAMPLE (50 PERCENT)",
        "SELECT id, %s AS p FROM (SELECT * FROM source LIMIT 5)",
        "SELECT id, %s AS p FROM source WHERE id IN (SELECT id FROM source WHERE %s)",
        "SELECT id, %s AS p, (SELECT max(id) FROM source) AS most FROM source",
        "SELECT id, %s AS p, current_date() AS day FROM source",
        "SELECT id, %s AS p, AI.EMBED(review) AS e FROM source",
        "SELECT id, AI.IF(asked) AS p FROM (SELECT id, 'Good? ' || review AS asked FROM source)",
        "SELECT id, %s AS `p``q` FROM source",
        "SELECT id, %s AS p, _wanted FROM (SELECT *, true AS _wanted FROM source)",
        "INSERT INTO source SELECT * FROM source"
      })
  void queriesThatMakeNoView(String query) {
    source("delta", 10);
    session.table("source").createOrReplaceTempView("fleeting");
    refused("CREATE AI VIEW v AS " + query.replace("%s", CALL), "UNDERSTUDY_ANSWER_VIEW.QUERY");
    assertThat(requests()).isZero();
    assertThat(session.sql("SHOW AI VIEWS").count()).isZero();
  }

  @Test
  void textsAreKeptOnlyWhereThatIsWanted() {
    source("delta", ROWS);
    String query =
        "CREATE AI VIEW v AS SELECT id, upper(review) AS loud, " + CALL + " AS p FROM source";
    refused(query, "UNDERSTUDY_ANSWER_VIEW.TEXTS");
    assertThat(requests()).isZero();
    assertThat(
            run(
                "CREATE AI VIEW tested AS SELECT id, CASE WHEN length(review) > 3 AND review <> 'x'"
                    + " THEN AI.CLASSIFY(review, array('good', 'poor')) ELSE 'short' END AS p FROM"
                    + " source WHERE id < 9"))
        .isEqualTo("tested,9,9,0,0");
    requests();
    session.conf().set("spark.understudy.store.texts", "true");
    assertThat(run(query)).isEqualTo("v,900,900,0,0");
    assertThat(run("SELECT count_if(contains(loud, 'GOOD') = p) FROM v")).isEqualTo("900");
  }

  @Test
  void aSourceThatIsGoneOrAlteredIsSaidAndWhatIsKeptStaysReadable() {
    source("delta", ROWS);
    session.sql(CREATE);
    session.sql("ALTER TABLE source SET TBLPROPERTIES ('delta.columnMapping.mode' = 'name')");
    session.sql("ALTER TABLE source RENAME COLUMN good TO fine");
    refused("REFRESH AI VIEW v", "UNDERSTUDY_ANSWER_VIEW.QUERY");
    String expected = run("SELECT count_if(fine) FROM source");
    session.sql("DROP TABLE source");
    refused("REFRESH AI VIEW v", "UNDERSTUDY_ANSWER_VIEW.QUERY");
    assertThat(run("SELECT count_if(positive) FROM v")).isEqualTo(expected);
  }

  @Test
  void answersOfTwoLlmsAreNotMixed() {
    source("delta", ROWS);
    session.sql(CREATE);
    grow(ROWS, 10);
    session.conf().set("spark.understudy.endpoints.default.model", "another");
    refused("REFRESH AI VIEW v", "UNDERSTUDY_ANSWER_VIEW.LLM");
    session.conf().set("spark.understudy.endpoints.default.model", "local");
    assertThat(run("REFRESH AI VIEW v")).isEqualTo("v,910,10,0,0");
  }

  @Test
  void wrongUsesAreSaid() {
    source("delta", ROWS);
    session.sql(CREATE);
    refused(CREATE, "UNDERSTUDY_ANSWER_VIEW.EXISTS");
    refused("REFRESH AI VIEW w", "UNDERSTUDY_ANSWER_VIEW.NOT_FOUND");
    refused("DESCRIBE AI VIEW w", "UNDERSTUDY_ANSWER_VIEW.NOT_FOUND");
    refused("DROP AI VIEW w", "UNDERSTUDY_ANSWER_VIEW.NOT_FOUND");
    refused("CREATE AI VIEW w", "UNDERSTUDY_STATEMENT");
    refused("CREATE AI VIEW w AS SELECT id FROM source source source", "PARSE_SYNTAX_ERROR");
    session.conf().unset("spark.understudy.store");
    refused("SHOW AI VIEWS", "UNDERSTUDY_ANSWER_VIEW.NO_STORE");
    refused("SELECT * FROM v", "TABLE_OR_VIEW_NOT_FOUND");
  }

  @Test
  void ofTwoSessionsOneIsToldThatTheOtherIsAtIt() throws Exception {
    source("delta", ROWS);
    // Which runs jobs, for which there is no thread while the first one waits.
    SparkSession other = session(Map.of());
    LAB.server().pause();
    CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> run(CREATE));
    while (LAB.server().inFlight() == 0) {
      Thread.sleep(20);
    }
    for (String statement : List.of(CREATE, "REFRESH AI VIEW v", "DROP AI VIEW v")) {
      assertThatThrownBy(() -> other.sql(statement).collectAsList())
          .satisfies(e -> assertThat(Errors.conditions(e)).contains("UNDERSTUDY_ANSWER_VIEW.BUSY"));
    }
    LAB.server().resume();
    assertThat(first.get()).isEqualTo("v,900,900,0,0");
    assertThat(requests()).isEqualTo(LABELS);
  }

  @Test
  void rowsThatAreGoneAreAnsweredAgain() throws IOException {
    source("delta", ROWS);
    session.sql(CREATE);
    requests();
    String rows =
        session.sql("DESCRIBE AI VIEW v").where("property = 'answers'").head().getString(1);
    Folders.delete(Path.of(java.net.URI.create(rows)));
    refused("SELECT * FROM v", "UNDERSTUDY_STORE.UNREADABLE");
    assertThat(run("REFRESH AI VIEW v")).isEqualTo("v,900,900,0,0");
    assertThat(requests()).isZero();
    assertThat(run("SELECT count(*) FROM v")).isEqualTo("900");
  }

  @Test
  void whatWasPaidForIsNotPaidAgainWhenSomebodyIsKilled() throws Exception {
    String create =
        CREATE.replace("FROM source", "FROM parquet.`" + Tables.folder().resolve("reviews") + "`");
    LAB.server().setLatency(Duration.ofMillis(50));
    try (Program other = OtherApplication.start(LAB.lab(), store, create)) {
      while (LAB.server().requests() < LABELS / 2) {
        assertThat(other.alive()).as(other.log()).isTrue();
        Thread.sleep(20);
      }
      other.kill();
    }
    while (LAB.server().inFlight() > 0) {
      Thread.sleep(20);
    }
    LAB.server().setLatency(Duration.ZERO);
    assertThat(session.sql("SHOW AI VIEWS").count()).isZero();
    long asked = LAB.server().requests();
    long kept = Long.parseLong(run("SELECT count(*) FROM understudy_labels()"));
    // The rest was under way.
    assertThat(kept).isBetween(asked / 2, asked);
    assertThat(run(create)).isEqualTo("v,1200,1200,0,0");
    assertThat(requests()).isEqualTo(asked + LABELS - kept);
  }

  @Test
  void aQueryThatFailsKeepsItsLabelsAndTheViewAsItWas() {
    source("delta", ROWS);
    session
        .udf()
        .register("explode_at", new FailsAt(850), org.apache.spark.sql.types.DataTypes.IntegerType);
    String failing = CREATE.replace("SELECT id,", "SELECT explode_at(id) AS id,");
    assertThatThrownBy(() -> session.sql(failing).collectAsList()).isNotNull();
    assertThat(requests()).isEqualTo(LABELS);
    assertThat(session.sql("SHOW AI VIEWS").count()).isZero();
    assertThat(run(CREATE)).isEqualTo("v,900,900,0,0");
    assertThat(requests()).isZero();
  }

  /** Fails on one row. */
  record FailsAt(int row) implements org.apache.spark.sql.api.java.UDF1<Integer, Integer> {
    @Override
    public Integer call(Integer id) {
      if (id == row) {
        throw new IllegalStateException("thrown on purpose");
      }
      return id;
    }
  }
}
