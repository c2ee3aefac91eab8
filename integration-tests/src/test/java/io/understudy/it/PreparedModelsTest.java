package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is prepared is not paid again, and plays only where its certificate says something. */
@Timeout(300)
class PreparedModelsTest {
  private static final String IF =
      "AI.IF('Is this review positive? ' || review, embeddings => emb)";
  private static final String QUERY =
      "SELECT count(*), count_if(ai = good) FROM (SELECT good, " + IF + " AS ai FROM %s)";

  /** Of 200 labels; ten are second answers, which 200 are too few for. */
  private static final int LABELS = 200;

  private static final AtomicInteger STORES = new AtomicInteger();

  @RegisterExtension static final SharedLab LAB = new SharedLab();

  private Path store;
  private Path table;
  private SparkSession session;

  @BeforeEach
  void open() throws IOException {
    int number = STORES.incrementAndGet();
    store = Lab.folder("model-store-" + number);
    table = Lab.folder("model-table-" + number);
    Folders.delete(store);
    Folders.delete(table);
    session = session(Map.of());
    LAB.server().reset();
  }

  /** All of them have the same endpoint and LLM. */
  private SparkSession session(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("spark.understudy.store", store.toString());
    settings.put("spark.understudy.endpoints.default.model", "local");
    settings.putAll(more);
    return LAB.small(settings);
  }

  /** A Delta table of reviews, the first rows of it. */
  private String delta(int rows) {
    session
        .table("reviews")
        .where("id < " + rows)
        .write()
        .format("delta")
        .mode(SaveMode.Append)
        .save(table.toString());
    return "delta.`" + table + "`";
  }

  private List<Row> create(SparkSession in, String rest) {
    return in.sql("CREATE AI MODEL positive AS " + IF + " ON " + rest).collectAsList();
  }

  private static List<String> run(SparkSession in, String query) {
    return Answers.of(in.sql(query).collectAsList());
  }

  /** Decision and reason of the latest call. */
  private static String latest(SparkSession in) {
    return run(
            in, "SELECT decision, reason FROM understudy_runs() ORDER BY started_at DESC LIMIT 1")
        .get(0);
  }

  private static Map<String, String> properties(List<Row> rows) {
    return rows.stream().collect(Collectors.toMap(r -> r.getString(0), r -> r.getString(1)));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(store.resolve("models"))) {
      return files.filter(f -> !f.getFileName().toString().startsWith(".")).toList();
    }
  }

  @Test
  void aLaterQueryOfAnotherSessionAsksNobody() {
    String reviews = delta(1200);
    Map<String, String> made = properties(create(session, reviews));
    assertThat(LAB.server().requests()).isEqualTo(LABELS);
    assertThat(made)
        .containsEntry("decision", "USE_PROXY")
        .containsEntry("version", "0")
        .containsEntry("input", "1 text, vectors of length 16 given by embeddings =>")
        .containsEntry("student", "logistic on embedding");
    assertThat(made.get("labels")).contains("200 calls were paid for it");
    assertThat(made.get("learning curve")).matches("(\\d+\\.\\d% at \\d+(, )?)+");

    SparkSession other = session(Map.of());
    assertThat(run(other, QUERY.formatted(reviews))).containsExactly("1200 | 1200");
    assertThat(run(other, "SELECT count(*) FROM " + reviews + " WHERE " + IF)).hasSize(1);
    assertThat(LAB.server().requests()).isEqualTo(LABELS);
    assertThat(latest(other))
        .startsWith("USE_PROXY | The prepared model positive plays: F1 >= 0.9")
        .contains("judging rows");
    assertThat(
            run(
                other,
                "SELECT rows, rows_proxy, rows_label, calls, seconds_sample + seconds_label +"
                    + " seconds_train FROM understudy_runs() ORDER BY started_at DESC LIMIT 1"))
        .containsExactly("1200 | 1000 | 200 | 0 | 0.0");
  }

  @Test
  void filesOfOtherFormatsHaveAVersionToo() {
    create(session, "reviews");
    assertThat(run(session(Map.of()), QUERY.formatted("reviews"))).containsExactly("1200 | 1200");
    assertThat(LAB.server().requests()).isEqualTo(LABELS);
  }

  @Test
  void explainTellsWhichPlaysAndWhyNot() {
    String reviews = delta(1200);
    create(session, reviews);
    LAB.server().reset();
    assertThat(run(session, "EXPLAIN FORMATTED " + QUERY.formatted(reviews)).get(0))
        .contains("model: positive plays without asking: F1 >= 0.9");
    assertThat(run(session, "EXPLAIN FORMATTED " + QUERY.formatted("few")).get(0))
        .contains("model: positive plays if rows drawn now show it to keep the promise")
        .contains("another table");
    assertThat(
            run(
                    session,
                    "EXPLAIN FORMATTED "
                        + QUERY.formatted(reviews).replace("=> emb", "=> emb, f1_target => 0.95"))
                .get(0))
        .contains("none plays: positive: F1 >= 0.95 is asked, and it was judged for F1 >= 0.9");
    assertThat(LAB.server().requests()).isZero();
  }

  @Test
  void whatIsMadeTwiceIsPaidOnce() throws IOException {
    String reviews = delta(1200);
    create(session, reviews);
    assertThatThrownBy(() -> create(session(Map.of()), reviews))
        .satisfies(e -> assertThat(Errors.conditions(e)).contains("UNDERSTUDY_MODEL.EXISTS"));
    session
        .sql("CREATE AI MODEL IF NOT EXISTS Positive AS " + IF + " ON " + reviews)
        .collectAsList();
    session.sql("REFRESH AI MODEL positive").collectAsList();
    session.sql("DROP AI MODEL positive").collectAsList();
    assertThat(files()).isEmpty();
    create(session, reviews);
    assertThat(files()).hasSize(1);
    assertThat(LAB.server().requests()).isEqualTo(LABELS);
  }

  @Test
  void twoSessionsMakeTheSameModelAndPayOnce() throws Exception {
    String reviews = delta(1200);
    SparkSession other = session(Map.of());
    String statement = "CREATE AI MODEL IF NOT EXISTS positive AS " + IF + " ON " + reviews;
    CompletableFuture<List<Row>> first =
        CompletableFuture.supplyAsync(() -> session.sql(statement).collectAsList());
    List<Row> second = other.sql(statement).collectAsList();
    assertThat(first.get()).hasSameSizeAs(second);
    assertThat(LAB.server().requests()).isEqualTo(LABELS);
    assertThat(files()).hasSize(1);
    assertThat(run(other, QUERY.formatted(reviews))).containsExactly("1200 | 1200");
    assertThat(LAB.server().requests()).isEqualTo(LABELS);
  }

  @Test
  void modelsAreShownAndDropped() {
    session
        .sql(
            "CREATE AI MODEL kinds AS AI.CLASSIFY(review, array('book', 'film', 'game'), embeddings"
                + " => emb) ON reviews WHERE id < 1100 OPTIONS (labels = 300, 'seed' = 7)")
        .collectAsList();
    assertThat(LAB.server().requests()).isEqualTo(300);
    assertThat(run(session, "SHOW AI MODELS"))
        .singleElement()
        .asString()
        .startsWith("kinds | AI.CLASSIFY | ");
    assertThat(properties(session.sql("DESC AI MODEL KINDS").collectAsList()))
        .containsEntry("answers", "book, film, game")
        .containsEntry("confidence", "0.9")
        .hasEntrySatisfying("promise", promise -> assertThat(promise).startsWith("accuracy >= 0.9"))
        .hasEntrySatisfying("rows of", rows -> assertThat(rows).contains("id < 1100"))
        .hasEntrySatisfying(
            "statement", text -> assertThat(text).contains("'spark.understudy.labels' = '300'"));
    session.sql("DROP AI MODEL kinds").collectAsList();
    session.sql("DROP AI MODEL IF EXISTS kinds").collectAsList();
    assertThatThrownBy(() -> session.sql("DROP AI MODEL kinds").collectAsList())
        .satisfies(e -> assertThat(Errors.conditions(e)).contains("UNDERSTUDY_MODEL.NOT_FOUND"));
    assertThat(run(session, "SHOW AI MODELS")).isEmpty();
  }

  @Test
  void aNamedModelPlaysOrTheQueryFails() {
    String reviews = delta(1200);
    create(session, reviews);
    LAB.server().reset();
    SparkSession quiet = session(Map.of("spark.understudy.models.play", "false"));
    String named = QUERY.replace("=> emb", "=> emb, model => 'Positive'");
    assertThat(run(quiet, named.formatted(reviews))).containsExactly("1200 | 1200");
    Map<String, String> refused =
        Map.of(
            named.replace("positive?", "long?"), "UNDERSTUDY_MODEL.NOT_PLAYABLE",
            named.replace("=> emb,", "=> emb, accuracy_target => 0.9,"),
                "UNDERSTUDY_MODEL.NOT_PLAYABLE",
            named.replace("=> emb,", "=> emb, confidence => 0.99,"),
                "UNDERSTUDY_MODEL.NOT_PLAYABLE",
            named.replace("embeddings => emb, ", ""), "UNDERSTUDY_MODEL.NOT_PLAYABLE",
            named.replace("'Positive'", "'other'"), "UNDERSTUDY_MODEL.NOT_FOUND");
    refused.forEach(
        (query, condition) ->
            assertThatThrownBy(() -> run(quiet, query.formatted(reviews)))
                .as(query)
                .satisfies(e -> assertThat(Errors.conditions(e)).contains(condition)));
    quiet.conf().set("spark.understudy.endpoints.default.model", "another");
    assertThatThrownBy(() -> run(quiet, named.formatted(reviews)))
        .satisfies(e -> assertThat(Errors.conditions(e)).contains("UNDERSTUDY_MODEL.NOT_PLAYABLE"));
    quiet.conf().unset("spark.understudy.store");
    assertThatThrownBy(() -> run(quiet, named.formatted(reviews)))
        .satisfies(e -> assertThat(Errors.conditions(e)).contains("UNDERSTUDY_MODEL.NO_STORE"));
    assertThatThrownBy(() -> run(quiet, "SHOW AI MODELS"))
        .satisfies(e -> assertThat(Errors.conditions(e)).contains("UNDERSTUDY_MODEL.NO_STORE"));
    assertThat(LAB.server().requests()).isZero();
  }

  @Test
  void aDamagedFileIsAnErrorWhereItIsNamedAndAReasonElsewhere() throws IOException {
    String reviews = delta(1200);
    create(session, reviews);
    Path file = files().get(0);
    String good = Files.readString(file);
    List<String> damaged =
        List.of(
            good.replace("\"understudyModel\":1", "\"understudyModel\":2"),
            good.replaceFirst("\"intercepts\":\\[", "\"intercepts\":[1"),
            good.substring(0, good.length() / 2),
            "",
            "no json");
    String named = QUERY.replace("=> emb", "=> emb, model => 'positive'").formatted(reviews);
    for (String text : damaged) {
      Files.writeString(file, text);
      // The checksum that Hadoop's local file system writes itself.
      Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
      assertThatThrownBy(() -> run(session, named))
          .satisfies(e -> assertThat(Errors.conditions(e)).contains("UNDERSTUDY_MODEL.UNREADABLE"));
      assertThat(run(session, "SHOW AI MODELS")).singleElement().asString().startsWith("positive");
      assertThat(run(session, "EXPLAIN FORMATTED " + QUERY.formatted(reviews)).get(0))
          .contains("model: none plays: positive: It ");
      assertThat(run(session, QUERY.formatted(reviews))).containsExactly("1200 | 1200");
      assertThat(latest(session)).isEqualTo("USE_PROXY | ");
    }
    // As without a model, but with its labels.
    assertThat(LAB.server().requests()).isEqualTo(LABELS);
    session.sql("DROP AI MODEL positive").collectAsList();
    assertThat(files()).isEmpty();
  }

  @Test
  void whatNobodyMayPlayIsNotKept() {
    assertThatThrownBy(() -> create(session, "few"))
        .satisfies(
            e -> {
              assertThat(Errors.conditions(e)).contains("UNDERSTUDY_MODEL.NOT_MADE");
              assertThat(Errors.messages(e)).contains("spark.understudy.minRows");
            });
    for (String wrong :
        List.of(
            "CREATE AI MODEL m AS length(review) ON reviews",
            "CREATE AI MODEL `a b` AS " + IF + " ON reviews",
            "CREATE AI MODEL _m AS " + IF + " ON reviews",
            "CREATE AI MODEL m AS " + IF + " ON reviews OPTIONS (store = 'x')",
            "CREATE AI MODEL m AS " + IF + " ON reviews OPTIONS labels")) {
      assertThatThrownBy(() -> session.sql(wrong).collectAsList())
          .as(wrong)
          .satisfies(e -> assertThat(Errors.conditions(e)).contains("UNDERSTUDY_STATEMENT"));
    }
  }

  @Test
  void newRowsAreLookedAtFirst() {
    String reviews = delta(1000);
    create(session, reviews);
    assertThat(LAB.server().requests()).isEqualTo(LABELS);
    session
        .table("reviews")
        .where("id >= 1000")
        .write()
        .format("delta")
        .mode(SaveMode.Append)
        .save(table.toString());
    SparkSession other =
        session(
            Map.of(
                "spark.understudy.models.keep", "true",
                "spark.understudy.models.checkRows", "100"));
    assertThat(run(other, QUERY.formatted(reviews))).containsExactly("1200 | 1200");
    // A sixth of the rows is new, and many of the others were learnt from or judged before.
    long looking = LAB.server().requests() - LABELS;
    assertThat(looking).isBetween(10L, 60L);
    assertThat(latest(other))
        .startsWith("USE_PROXY | The prepared model positive plays, judged again because the table")
        .contains("(version 0 then, 1 now)")
        .contains("distance of the scores");
    // The new certificate was kept.
    assertThat(run(other, QUERY.formatted(reviews))).containsExactly("1200 | 1200");
    assertThat(latest(other)).startsWith("USE_PROXY | The prepared model positive plays: ");
    assertThat(LAB.server().requests()).isEqualTo(LABELS + looking);
  }

  @Test
  void aTableWhoseMeaningShiftsIsNotAnsweredByTheOldModel() {
    String reviews = delta(1200);
    create(session, reviews);
    // Texts say the opposite of what their vectors used to mean.
    session
        .table("reviews")
        .selectExpr(
            "id + 5000 AS id",
            "concat('Later: ', CASE WHEN good THEN replace(review, 'good', 'poor') ELSE"
                + " replace(review, 'poor', 'good') END) AS review",
            "NOT good AS good",
            "kind",
            "emb")
        .write()
        .format("delta")
        .mode(SaveMode.Append)
        .save(table.toString());
    LAB.server().reset();
    assertThatThrownBy(
            () ->
                run(
                    session(
                        Map.of(
                            "spark.understudy.models.onUnfit", "fail",
                            "spark.understudy.models.checkRows", "100")),
                    QUERY.formatted(reviews)))
        .satisfies(
            e -> {
              assertThat(Errors.conditions(e)).contains("UNDERSTUDY_REFUSED");
              assertThat(Errors.messages(e)).contains("alone it differed from the LLM on");
            });
    assertThat(LAB.server().requests()).isLessThanOrEqualTo(100);
    SparkSession asking = session(Map.of("spark.understudy.models.onUnfit", "llm"));
    assertThat(run(asking, QUERY.formatted(reviews))).containsExactly("2400 | 2400");
    assertThat(latest(asking)).startsWith("USE_LLM | The prepared model does not keep the promise");
    // Every row has its label now, so a third policy has nothing left to pay.
    SparkSession retraining = session(Map.of());
    assertThat(run(retraining, QUERY.formatted(reviews))).containsExactly("2400 | 2400");
    assertThat(latest(retraining))
        .startsWith("USE_LLM | ")
        .contains("The prepared model positive:");
    assertThat(LAB.server().requests()).isLessThanOrEqualTo(2400 - LABELS);
  }

  @Test
  void understudiesOfQueriesAreKeptWhereThatIsWanted() throws IOException {
    SparkSession keeping = session(Map.of("spark.understudy.models.keep", "true"));
    assertThat(run(keeping, QUERY.formatted("reviews"))).containsExactly("1200 | 1200");
    assertThat(LAB.server().requests()).isEqualTo(LABELS);
    assertThat(files()).hasSize(1);
    assertThat(run(session, QUERY.formatted("reviews"))).containsExactly("1200 | 1200");
    assertThat(latest(session)).startsWith("USE_PROXY | The prepared model kept_");
    assertThat(LAB.server().requests()).isEqualTo(LABELS);
    String name = run(session, "SHOW AI MODELS").get(0).split(" ", 2)[0];
    assertThatThrownBy(() -> session.sql("REFRESH AI MODEL " + name).collectAsList())
        .satisfies(e -> assertThat(Errors.conditions(e)).contains("UNDERSTUDY_STATEMENT"));
  }

  @Test
  void labelsThatWereDeletedAreNotCountedOn() {
    create(session, "reviews");
    session.sql("DELETE FROM understudy_labels() WHERE true").collectAsList();
    LAB.server().reset();
    session.conf().set("spark.understudy.models.checkRows", "100");
    session.conf().set("spark.understudy.models.keep", "true");
    assertThat(run(session, QUERY.formatted("reviews"))).containsExactly("1200 | 1200");
    assertThat(latest(session)).contains("labels it rests on are no longer in the store");
    assertThat(LAB.server().requests()).isEqualTo(100);
    // The new certificate counts on the new labels only: all rows drawn were judged.
    assertThat(properties(session.sql("DESCRIBE AI MODEL positive").collectAsList()).get("labels"))
        .startsWith("100: 0 to learn from, 100 to judge by");
    assertThat(run(session, QUERY.formatted("reviews"))).containsExactly("1200 | 1200");
    assertThat(latest(session)).startsWith("USE_PROXY | The prepared model positive plays: ");
    assertThat(LAB.server().requests()).isEqualTo(100);
  }

  @Test
  void aCertificateAboutAnotherSliceTakesNoModelsPlace() throws IOException {
    String reviews = delta(1200);
    create(session, reviews);
    session.conf().set("spark.understudy.models.keep", "true");
    for (String slice : List.of(" WHERE id < 1100", " WHERE id < 1000")) {
      run(session, QUERY.formatted(reviews + slice));
      assertThat(latest(session)).contains("other rows or columns of the table are asked about");
    }
    assertThat(files()).hasSize(3);
    assertThat(properties(session.sql("DESCRIBE AI MODEL positive").collectAsList()).get("rows of"))
        .startsWith("all rows;");
  }

  @Test
  void refreshTrainsOnTheTableAndForTheLlmOfTheStatement() {
    session.sql("CREATE SCHEMA model_refresh");
    try {
      session.sql("USE model_refresh");
      session.sql("CREATE TABLE shown USING parquet AS SELECT * FROM reviews");
      create(session, "shown");
      assertThat(LAB.server().requests()).isEqualTo(LABELS);
      session.sql("USE default");
      session.table("few").createOrReplaceTempView("shown");
      assertThat(properties(session.sql("REFRESH AI MODEL positive").collectAsList()))
          .hasEntrySatisfying("size", size -> assertThat(size).startsWith("1,200 rows"));
      session.conf().set("spark.understudy.endpoints.default.model", "another");
      assertThatThrownBy(() -> session.sql("REFRESH AI MODEL positive").collectAsList())
          .satisfies(
              e -> {
                assertThat(Errors.conditions(e)).contains("UNDERSTUDY_STATEMENT");
                assertThat(Errors.messages(e)).contains("another LLM (default: another)");
              });
      assertThat(LAB.server().requests()).isEqualTo(LABELS);
    } finally {
      session.sql("DROP SCHEMA model_refresh CASCADE");
    }
  }
}
