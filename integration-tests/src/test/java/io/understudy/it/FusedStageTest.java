package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.spark.stage.AiStageExec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.ColumnarToRowExec;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.FilterExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.WholeStageCodegenExec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A call with vectors is answered within the generated code of its scan, with the answers, counts
 * and calls that it has without generated code.
 */
class FusedStageTest {
  private static final String PROXY =
      "AI.IF('Is it positive? ' || review, embeddings => emb, accuracy_target => 0.7)";
  private static final String CASCADE =
      "AI.CLASSIFY(review, array('book', 'film', 'game'), embeddings => emb, accuracy_target => 0.9)";
  private static final String LLM =
      "AI.IF('Is it positive? ' || review, embeddings => emb, optimization_mode => 'MAXIMIZE_QUALITY')";

  /** Everything that a row can be: without text, without vector, with a useless one, copies. */
  private static final String GAPS =
      """
      SELECT id * 10 + copy AS id, if(id % 20 = 7, NULL, review) AS review, good, kind,
        CASE id % 25 WHEN 3 THEN NULL WHEN 4 THEN array(CAST(1 AS FLOAT))
          WHEN 5 THEN transform(emb, x -> CAST(0 AS FLOAT)) ELSE emb END AS emb,
        id % 3 AS part
      FROM blurred JOIN range(3) AS c(copy) ON copy = 0 OR id % 10 = 1
      """;

  private static Lab lab;

  @BeforeAll
  static void open() {
    lab = Lab.open("local[2]", Lab.KEYWORDS, Map.of("spark.sql.codegen.fallback", "false"));
    Tables.write(lab.spark());
    Tables.register(lab.spark());
    lab.spark()
        .sql(GAPS)
        .write()
        .mode("overwrite")
        .partitionBy("part")
        .parquet(Lab.folder("fused").toString());
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @Test
  void stageOfTheScanHasTheCallAndItsFilters() {
    SparkPlan plan =
        plan(session("float"), "SELECT id FROM asked WHERE good AND " + PROXY + " AND id > 3");
    assertThat(all(plan, WholeStageCodegenExec.class)).hasSize(1);
    SparkPlan stage = all(plan, WholeStageCodegenExec.class).get(0);
    assertThat(all(stage, AiStageExec.class)).hasSize(1);
    assertThat(all(stage, FilterExec.class)).hasSize(2);
    assertThat(all(stage, ColumnarToRowExec.class)).hasSize(1);
  }

  @Test
  void twoCallsShareOneStage() {
    SparkPlan plan =
        plan(
            session("float"),
            "SELECT id FROM asked WHERE " + PROXY + " AND " + CASCADE + " = 'film'");
    assertThat(all(plan, WholeStageCodegenExec.class)).hasSize(1);
    assertThat(all(plan, AiStageExec.class)).hasSize(2);
  }

  @Test
  void callForTheLlmIsNotFused() {
    SparkPlan plan = plan(session("float"), "SELECT id FROM asked WHERE " + LLM);
    assertThat(all(plan, WholeStageCodegenExec.class))
        .noneMatch(stage -> ((WholeStageCodegenExec) stage).child() instanceof AiStageExec);
  }

  @Test
  void scanIsPrunedAndOtherConjunctsArePushedDown() {
    SparkPlan plan =
        plan(
            session("float"),
            "SELECT id FROM asked WHERE " + PROXY + " AND part = 1 AND kind = 'film'");
    FileSourceScanExec scan = (FileSourceScanExec) all(plan, FileSourceScanExec.class).get(0);
    assertThat(scan.requiredSchema().fieldNames())
        .containsExactlyInAnyOrder("id", "review", "kind", "emb");
    assertThat(scan.partitionFilters().toString()).contains("part");
    assertThat(scan.dataFilters().toString()).contains("kind").doesNotContain("part");
    assertThat(scan.metadata().apply("PushedFilters")).contains("EqualTo(kind,film)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id, # AS ai FROM asked",
        "SELECT id FROM asked WHERE #yes AND id % 7 <> 2",
        "SELECT kind, count(*), count(#) FROM asked WHERE id % 9 = 1 OR #yes GROUP BY kind",
        "SELECT id, emb, review, # AS ai FROM asked WHERE id % 7 <> 2",
        "SELECT a.id, b.id FROM asked a JOIN blurred b ON a.id = b.id * 10 WHERE #a",
        "SELECT id, # AS ai FROM (SELECT * FROM asked DISTRIBUTE BY id)"
      })
  void answersAndCountsAreThoseWithoutGeneratedCode(String shape) {
    // Doubles differ in how they are read only; every query buys its labels anew.
    for (String elements : shape.contains("kind") ? List.of("float", "double") : List.of("float")) {
      for (boolean cascade : new boolean[] {false, true}) {
        String query = query(shape, cascade);
        Outcome fused = outcome(query, elements, true);
        Outcome plain = outcome(query, elements, false);
        assertThat(fused).as("%s of %s", query, elements).isEqualTo(plain);
        assertThat(fused.counts().get(fused.counts().size() - 1))
            .startsWith(cascade ? "CASCADE" : "USE_PROXY");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void limitStopsTheSpending(boolean fused) {
    SparkSession session = session("float");
    session.conf().set("spark.sql.codegen.wholeStage", fused);
    session.sql(query("SELECT count(#) FROM asked WHERE id < 0", true)).collectAsList();
    lab.server().reset();
    List<Row> all = session.sql(query("SELECT id, # FROM asked LIMIT 5", true)).collectAsList();
    assertThat(all).hasSize(5);
    long calls = Lab.lastRun(session).<Long>getAs("calls");
    session = session("float");
    session.conf().set("spark.sql.codegen.wholeStage", fused);
    session.sql(query("SELECT id, # FROM asked", true)).collectAsList();
    assertThat(calls).isLessThan(Lab.lastRun(session).<Long>getAs("calls"));
  }

  /** A generator brings all rows of an array before it looks whether it should stop. */
  @Test
  void limitAboveAGeneratorStopsTheSpending() {
    SparkSession session = session("float");
    session.conf().set("spark.understudy.minRows", "1000000");
    session
        .sql(
            """
            SELECT collect_list(struct(concat(review, id) AS review, emb)) AS chunks
            FROM asked WHERE review IS NOT NULL
            """)
        .createOrReplaceTempView("documents");
    String exploded = "SELECT c.review, c.emb FROM documents LATERAL VIEW explode(chunks) t AS c";
    long chunks = session.sql(exploded).count();
    lab.server().reset();
    List<Row> rows =
        session.sql("SELECT " + PROXY + " FROM (" + exploded + ") LIMIT 5").collectAsList();
    assertThat(rows).hasSize(5);
    assertThat(lab.server().requests()).isPositive().isLessThan(chunks / 3);
  }

  @Test
  void jobOfAThreadThatHasNoSession() throws Exception {
    org.apache.spark.sql.Dataset<Row> asked =
        session("float").sql("SELECT id FROM asked WHERE " + PROXY);
    JavaRDD<Row> rows = asked.toJavaRDD();
    CompletableFuture<Long> counted = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              SparkSession.clearActiveSession();
              SparkSession.clearDefaultSession();
              try {
                counted.complete(rows.count());
              } catch (RuntimeException e) {
                counted.completeExceptionally(e);
              } finally {
                SparkSession.setDefaultSession(lab.spark());
              }
            });
    thread.start();
    assertThat(counted.get()).isEqualTo(asked.count());
  }

  @Test
  void explainOfGeneratedCodeSpendsNothing() {
    SparkSession session = session("float");
    lab.server().reset();
    session.sql("EXPLAIN CODEGEN SELECT id FROM asked WHERE " + PROXY).collectAsList();
    assertThat(lab.server().requests()).isZero();
  }

  @Test
  void secondActionOnTheSameDatasetSpendsNothing() {
    SparkSession session = session("float");
    org.apache.spark.sql.Dataset<Row> asked = session.sql("SELECT id, " + CASCADE + " FROM asked");
    List<Row> first = asked.collectAsList();
    lab.server().reset();
    assertThat(asked.collectAsList()).isEqualTo(first);
    assertThat(lab.server().requests()).isZero();
  }

  private static Outcome outcome(String query, String elements, boolean fused) {
    SparkSession session = session(elements);
    session.conf().set("spark.sql.codegen.wholeStage", fused);
    return Outcome.of(session, session.sql(query));
  }

  private static String query(String shape, boolean cascade) {
    String call = cascade ? CASCADE : PROXY;
    String joined = call.replace("review", "a.review").replace("=> emb", "=> a.emb");
    return shape
        .replace("#yes", cascade ? call + " = 'film'" : call)
        .replace("#a", cascade ? joined + " = 'film'" : joined)
        .replace("#", call);
  }

  private static SparkPlan plan(SparkSession session, String query) {
    session.conf().set("spark.sql.adaptive.enabled", "false");
    return ((org.apache.spark.sql.classic.Dataset<Row>) session.sql(query))
        .queryExecution()
        .executedPlan();
  }

  private static List<SparkPlan> all(SparkPlan plan, Class<? extends SparkPlan> type) {
    List<SparkPlan> found = new ArrayList<>();
    if (type.isInstance(plan)) {
      found.add(plan);
    }
    CollectionConverters.asJava(plan.children()).forEach(child -> found.addAll(all(child, type)));
    return found;
  }

  private static SparkSession session(String elements) {
    SparkSession session = lab.small(Map.of());
    session
        .read()
        .parquet(Lab.folder("fused").toString())
        .withColumn(
            "emb", org.apache.spark.sql.functions.col("emb").cast("array<" + elements + ">"))
        .createOrReplaceTempView("asked");
    return session;
  }
}
