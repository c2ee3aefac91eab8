package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.embed.Embedders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Calls that take their vectors from a view. Each asks the LLM about the 200 labels of its sample
 * at most, or twice that where the rare class wants more.
 */
@Timeout(300)
class EmbeddingViewQueriesTest {
  private static final AtomicInteger STORES = new AtomicInteger();
  private static final int ROWS = 3000;
  private static final String IF = "AI.IF('Is it positive? ' || review)";

  @RegisterExtension static final SharedLab LAB = new SharedLab();

  private static Path store;
  private SparkSession session;

  @BeforeAll
  static void tablesAndView() throws IOException {
    store = Lab.folder("embedding-view-queries-" + STORES.incrementAndGet());
    Folders.delete(store);
    Folders.delete(Lab.folder("warehouse").resolve("opinions"));
    SparkSession session = session(Map.of());
    session.sql("DROP TABLE IF EXISTS opinions");
    session.sql(
        "CREATE TABLE opinions USING delta AS SELECT id, if(id % 3 = 0, concat('a good one, no. ',"
            + " id), concat('a poor one, no. ', id)) AS review, id % 3 = 0 AS good FROM range("
            + ROWS
            + ")");
    session.sql("CREATE EMBEDDING VIEW v ON opinions (review)");
  }

  @AfterAll
  static void dropTable() {
    LAB.spark().sql("DROP TABLE IF EXISTS opinions");
  }

  @BeforeEach
  void fresh() {
    session = session(Map.of());
    nothingIsRemembered();
  }

  /** A JVM remembers the vectors of texts; here it is to ask for them. */
  private static void nothingIsRemembered() {
    Embedders.closeAll();
    LAB.server().reset();
  }

  private static SparkSession session(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(Lab.SMALL);
    settings.put("spark.understudy.store", store.toString());
    settings.put("spark.understudy.seed", "7");
    settings.putAll(more);
    return LAB.fresh(settings);
  }

  private List<Row> run(String query) {
    return session.sql(query).collectAsList();
  }

  private String explained(String query) {
    return session.sql("EXPLAIN EXTENDED " + query).head().getString(0);
  }

  private static String agreement(String call, String from) {
    return "SELECT count(*), count_if(" + call + " = good) FROM " + from;
  }

  private static void mostlyRight(List<Row> rows, long expected) {
    assertThat(rows.get(0).getLong(0)).isEqualTo(expected);
    assertThat(rows.get(0).getLong(1)).isGreaterThan(expected * 95 / 100);
  }

  private static void askedForLabelsOnly() {
    assertThat(LAB.server().requests()).isBetween(1L, 400L);
  }

  @Test
  void aViewPlaysByItself() {
    assertThat(explained("SELECT " + IF + " FROM opinions"))
        .contains("embeddings: from the view v (3,000 texts of")
        .contains("view v");
    mostlyRight(run(agreement(IF, "opinions")), ROWS);
    assertThat(LAB.server().embeddedTexts()).isZero();
    askedForLabelsOnly();
  }

  @Test
  void answersAreThoseWithoutAView() {
    String all = "SELECT id, " + IF + " FROM opinions ORDER BY id";
    List<Row> withView = run(all);
    long embedded = LAB.server().embeddedTexts();
    session = session(Map.of("spark.understudy.store", ""));
    session.conf().unset("spark.understudy.store");
    // Another seed of the sample's size draws other rows; the answers of both are the right ones.
    List<Row> onTheFly = run(all);
    assertThat(embedded).isZero();
    assertThat(LAB.server().embeddedTexts()).isGreaterThanOrEqualTo(ROWS);
    assertThat(withView).isEqualTo(onTheFly);
  }

  @Test
  void playsThroughProjectionsFiltersAndJoins() {
    for (String from :
        List.of(
            "(SELECT review AS review, good FROM (SELECT upper(review) AS loud, review, good, id"
                + " FROM opinions) WHERE id < 2000)",
            "(SELECT o.review, o.good FROM opinions o JOIN range(2000) r ON o.id = r.id)",
            "(SELECT opinion AS review, good FROM (SELECT review AS opinion, max(good) AS good FROM"
                + " opinions WHERE id < 2000 GROUP BY review))")) {
      nothingIsRemembered();
      assertThat(explained("SELECT " + IF + " FROM " + from)).contains("from the view v");
      mostlyRight(run(agreement(IF, from)), 2000);
      assertThat(LAB.server().embeddedTexts()).as(from).isZero();
    }
  }

  @Test
  void whatIsNoColumnOfTheTableIsEmbeddedOnTheFly() {
    assertThat(explained("SELECT AI.IF('Is it positive? ' || upper(review)) FROM opinions"))
        .contains("on the fly by vectors; no view plays: the prompt's data is not a column");
    assertThat(explained("SELECT AI.IF(('Good? ', review, id)) FROM opinions"))
        .contains("no view plays: the prompt's data is not one column");
    Tables.register(session);
    assertThat(explained("SELECT " + IF + " FROM reviews")).contains("none is of that table's");
    assertThat(
            explained(
                "SELECT AI.IF('Is it positive? ' || review, embeddings => array(1.0D))"
                    + " FROM opinions"))
        .contains("embeddings: from the query");
  }

  @Test
  void rowsThatTheViewLacksAreEmbeddedAndCounted() throws Exception {
    session.sql("CREATE OR REPLACE TABLE grown USING delta AS SELECT * FROM opinions");
    session.sql("CREATE EMBEDDING VIEW IF NOT EXISTS g ON grown (review)");
    session.sql(
        "INSERT INTO grown SELECT id + 3000, concat('a good one, new no. ', id), true FROM"
            + " range(150)");
    session.sql("INSERT INTO grown VALUES (9999, NULL, false)");
    nothingIsRemembered();
    int before = new SqlTab(session).executions();
    List<Row> rows =
        run(
            "SELECT count(*), count(ai), count_if(ai = good) FROM (SELECT good, "
                + IF
                + " AS ai FROM grown)");
    assertThat(rows.get(0).getLong(0)).isEqualTo(3151);
    assertThat(rows.get(0).getLong(1)).isEqualTo(3150);
    assertThat(rows.get(0).getLong(2)).isGreaterThan(3000);
    // Some of them were drawn for the sample and embedded there, and again if they were not
    // labelled.
    assertThat(LAB.server().embeddedTexts()).isBetween(150L, 300L);
    // In batches: one by one they would be as many requests as texts.
    assertThat(LAB.server().embeddingRequests()).isLessThan(60);
    askedForLabelsOnly();
    // The rows that the stage itself embedded, without those of the sample.
    assertThat(new SqlTab(session).nodes("AiStage", before))
        .anySatisfy(
            node ->
                assertThat(Long.parseLong(node.getOrDefault("rows embedded on the fly", "0")))
                    .isBetween(100L, 150L));
    session.sql("DROP EMBEDDING VIEW g");
    session.sql("DROP TABLE grown");
  }

  @Test
  void anotherEmbedderIsNeverMixedIn() {
    session =
        session(
            Map.of(
                "spark.understudy.endpoints.others.url",
                LAB.server().url().toString(),
                "spark.understudy.endpoints.others.model",
                "others",
                "spark.understudy.embedder",
                "others"));
    assertThat(explained("SELECT " + IF + " FROM opinions"))
        .contains("no view plays: v has vectors of openai:vectors/vectors")
        .contains("spark.understudy.embedder is 'others'");
    mostlyRight(run(agreement(IF, "opinions")), ROWS);
    assertThat(LAB.server().embeddedTexts()).isGreaterThan(ROWS / 2);
  }

  @Test
  void aViewThatWasDroppedSinceTheQueryWasPlannedDoesNotPlay() {
    session.sql("CREATE EMBEDDING VIEW IF NOT EXISTS w ON delta.`" + location() + "` (review)");
    session.sql("DROP EMBEDDING VIEW v");
    try {
      var planned = session.sql(agreement(IF, "opinions"));
      assertThat(planned.queryExecution().executedPlan().toString()).contains("view w");
      session.sql("DROP EMBEDDING VIEW w");
      nothingIsRemembered();
      mostlyRight(planned.collectAsList(), ROWS);
      assertThat(LAB.server().embeddedTexts()).isGreaterThan(ROWS / 2);
    } finally {
      session.sql("CREATE EMBEDDING VIEW v ON opinions (review)");
    }
  }

  @Test
  void anEndpointThatIsDownIsNotMissedWhereTheViewHasAllTexts() {
    session =
        session(Map.of("spark.understudy.endpoints.vectors.url", "http://127.0.0.1:1/nothing"));
    mostlyRight(run(agreement(IF, "opinions")), ROWS);
    assertThat(LAB.server().embeddingRequests()).isZero();
  }

  @Test
  void aViewThatCannotBeReadIsSetAside() throws IOException {
    session.sql("CREATE OR REPLACE TABLE torn USING delta AS SELECT * FROM opinions");
    session.sql("CREATE EMBEDDING VIEW t ON torn (review)");
    var planned = session.sql(agreement(IF, "torn"));
    assertThat(planned.queryExecution().executedPlan().toString()).contains("view t");
    String vectors =
        session.sql("DESCRIBE EMBEDDING VIEW t").where("property = 'vectors'").head().getString(1);
    Folders.delete(Path.of(java.net.URI.create(vectors)));
    nothingIsRemembered();
    mostlyRight(planned.collectAsList(), ROWS);
    assertThat(LAB.server().embeddedTexts()).isGreaterThan(ROWS / 2);
    session.sql("DROP EMBEDDING VIEW t");
    session.sql("DROP TABLE torn");
  }

  private String location() {
    return java.net
        .URI
        .create(session.sql("DESCRIBE DETAIL opinions").select("location").head().getString(0))
        .getPath();
  }

  @Test
  void classifiesByAView() {
    List<Row> rows =
        run(
            "SELECT count(*), count_if((kind = 'good') = good) FROM (SELECT good,"
                + " AI.CLASSIFY(review, array('good', 'poor')) AS kind FROM opinions)");
    mostlyRight(rows, ROWS);
    assertThat(LAB.server().embeddedTexts()).isZero();
  }

  @Test
  void withoutGeneratedCodeTheAnswersAreTheSame() {
    List<Row> fused = run("SELECT id, " + IF + " FROM opinions ORDER BY id");
    session = session(Map.of("spark.sql.codegen.wholeStage", "false"));
    assertThat(run("SELECT id, " + IF + " FROM opinions ORDER BY id")).isEqualTo(fused);
    assertThat(LAB.server().embeddedTexts()).isZero();
  }

  @Test
  void whatMayJudgeIsReadWithThePool() throws Exception {
    List<String> jobs = new CopyOnWriteArrayList<>();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart job) {
            jobs.add(String.valueOf(job.properties().getProperty("spark.job.description")));
          }
        };
    SparkContext context = session.sparkContext();
    context.addSparkListener(listener);
    mostlyRight(run(agreement(IF, "opinions")), ROWS);
    context.listenerBus().waitUntilEmpty(30_000);
    context.removeSparkListener(listener);
    List<Integer> reading =
        IntStream.range(0, jobs.size())
            .filter(job -> jobs.get(job).contains("reading the sample's vectors"))
            .boxed()
            .toList();
    List<Integer> labelling =
        IntStream.range(0, jobs.size())
            .filter(job -> jobs.get(job).contains("labelling"))
            .boxed()
            .toList();
    assertThat(reading).isNotEmpty().allMatch(job -> job < labelling.get(0));
  }

  @Test
  void deltasSettingIsTheUsersOwnAfterwards() {
    session.conf().unset("spark.databricks.delta.snapshotPartitions");
    mostlyRight(run(agreement(IF, "opinions")), ROWS);
    assertThat(session.conf().contains("spark.databricks.delta.snapshotPartitions")).isFalse();
    assertThat(LAB.server().embeddedTexts()).isZero();
  }
}
