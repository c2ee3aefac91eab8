package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the store is not paid again, whatever became of those who paid. */
@Timeout(300)
class LabelStoreTest {
  private static final int CONCURRENCY = 4;

  /** A folder of its own for each test: the application keeps what it knows of a store. */
  private static final AtomicInteger STORES = new AtomicInteger();

  private static final String MANY = "(SELECT * FROM reviews WHERE id < 400)";

  /** By default Delta merges when there are 50. */
  private static final int MERGED_FILES = 10;

  @RegisterExtension
  static final SharedLab LAB =
      new SharedLab(
          Map.of("spark.databricks.delta.autoCompact.minNumFiles", Integer.toString(MERGED_FILES)));

  private Path store;
  private SparkSession session;

  @BeforeEach
  void emptyStore() throws IOException {
    store = Lab.folder("label-store-" + STORES.incrementAndGet());
    Folders.delete(store);
    session = session(Map.of());
    LAB.server().setLatency(Duration.ZERO);
    LAB.server().reset();
  }

  /** All of them have the same endpoint and model. */
  private SparkSession session(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("spark.understudy.store", store.toString());
    settings.put("spark.understudy.endpoints.default.concurrency", "" + CONCURRENCY);
    settings.put("spark.understudy.endpoints.default.model", "local");
    settings.putAll(more);
    return LAB.small(settings);
  }

  private static String ask(String rows) {
    return "SELECT count(*), count_if(ai = good) FROM (SELECT good, AI.IF('Is it positive? ' ||"
        + " review, optimization_mode => 'MAXIMIZE_QUALITY') AS ai FROM "
        + rows
        + ")";
  }

  private static List<String> run(SparkSession session, String query) {
    return Answers.of(session.sql(query).collectAsList());
  }

  private List<Path> log() throws IOException {
    return Folders.files(store.resolve("labels_log"), ".jsonl");
  }

  /** Until the background work after a query is done. */
  private void awaitEmptyLog() throws IOException, InterruptedException {
    while (!log().isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  @Test
  void anotherApplicationPaysOnlyForWhatIsNew() throws Exception {
    assertThat(run(session, ask("few"))).containsExactly("40 | 40");
    assertThat(LAB.server().requests()).isEqualTo(40);
    awaitEmptyLog();
    try (Program other = OtherApplication.start(LAB.lab(), store, ask("few"))) {
      assertThat(other.finish().output()).contains("40 | 40");
    }
    assertThat(LAB.server().requests()).isEqualTo(40);
    try (Program other =
        OtherApplication.start(LAB.lab(), store, ask("(SELECT * FROM reviews WHERE id < 60)"))) {
      assertThat(other.finish().output()).contains("60 | 60");
    }
    assertThat(LAB.server().requests()).isEqualTo(60);
    // What the other one left in the log is seen by a session that has read the store before.
    assertThat(run(session, ask("(SELECT * FROM reviews WHERE id < 60)")))
        .containsExactly("60 | 60");
    assertThat(LAB.server().requests()).isEqualTo(60);
    // What others paid is virtual usage of this run; nothing was sent for it.
    assertThat(
            run(
                session,
                "SELECT calls, tokens_in, calls_reused, tokens_reused > 60 FROM understudy_runs()"
                    + " ORDER BY started_at DESC LIMIT 1"))
        .containsExactly("0 | 0 | 60 | true");
  }

  @Test
  void aKilledDriverLosesOnlyWhatWasInFlight() throws Exception {
    LAB.server().setLatency(Duration.ofMillis(40));
    try (Program victim = OtherApplication.start(LAB.lab(), store, ask(MANY))) {
      while (LAB.server().requests() < 150) {
        assertThat(victim.alive()).as(victim.log()).isTrue();
        TimeUnit.MILLISECONDS.sleep(5);
      }
      victim.kill();
    }
    while (LAB.server().inFlight() > 0) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    LAB.server().setLatency(Duration.ZERO);
    assertThat(log()).isNotEmpty();
    long asked = LAB.server().requests();
    long kept = Long.parseLong(run(session, "SELECT count(*) FROM understudy_labels()").get(0));
    // The rest was in flight, or in the group that was about to be written.
    assertThat(kept).isBetween(asked / 2, asked);
    assertThat(run(session, ask(MANY))).containsExactly("400 | 400");
    assertThat(LAB.server().distinctTexts()).isEqualTo(400);
    assertThat(LAB.server().requests()).isEqualTo(asked + 400 - kept);
    awaitEmptyLogOf(1);
    assertThat(run(session, "SELECT count(*), count(DISTINCT data_hash) FROM understudy_labels()"))
        .containsExactly("400 | 400");
  }

  /**
   * The killed application's files stay in the log until they are old; the session's own do not.
   */
  private void awaitEmptyLogOf(long writers) throws IOException, InterruptedException {
    while (log().stream().map(f -> f.getFileName().toString().split("\\.")[0]).distinct().count()
        > writers) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  @Test
  void aFailedQueryKeepsWhatItPaidFor() {
    session
        .udf()
        .register(
            "late_failure",
            (UDF1<Integer, Integer>)
                id -> {
                  if (id == 399) {
                    throw new IllegalStateException("thrown at the last row, on purpose");
                  }
                  return id;
                },
            DataTypes.IntegerType);
    session
        .sql("SELECT /*+ COALESCE(1) */ * FROM reviews WHERE id < 400 ORDER BY id")
        .createOrReplaceTempView("many");
    assertThatThrownBy(
            () ->
                run(
                    session,
                    "SELECT late_failure(id) FROM many WHERE AI.IF('Is it positive? ' || review,"
                        + " optimization_mode => 'MAXIMIZE_QUALITY') OR id = 399"))
        .hasStackTraceContaining("on purpose");
    long paid = LAB.server().requests();
    assertThat(paid).isBetween(390L, 400L);
    assertThat(run(session(Map.of()), ask(MANY))).containsExactly("400 | 400");
    assertThat(LAB.server().requests()).isEqualTo(400);
  }

  @Test
  void twoApplicationsWriteAtTheSameTime() throws Exception {
    LAB.server().setLatency(Duration.ofMillis(20));
    try (Program one =
            OtherApplication.start(
                LAB.lab(), store, ask("(SELECT * FROM reviews WHERE id < 300)"));
        Program two =
            OtherApplication.start(
                LAB.lab(), store, ask("(SELECT * FROM reviews WHERE id BETWEEN 200 AND 499)"))) {
      assertThat(one.finish().output()).contains("300 | 300");
      assertThat(two.finish().output()).contains("300 | 300");
    }
    long paid = LAB.server().requests();
    assertThat(paid).isBetween(500L, 600L);
    assertThat(run(session, ask("(SELECT * FROM reviews WHERE id < 500)")))
        .containsExactly("500 | 500");
    assertThat(LAB.server().requests()).isEqualTo(paid);
    assertThat(run(session, "SELECT count(*), count(DISTINCT data_hash) FROM understudy_labels()"))
        .containsExactly(paid + " | 500");
  }

  @Test
  void everyPartOfAQuestionIsPartOfItsKey() {
    String few = "SELECT count(ai) FROM (SELECT %s AS ai FROM few)";
    List<String> calls =
        List.of(
            "AI.CLASSIFY(review, array('book', 'film', 'game'))",
            "AI.CLASSIFY(review, array('book', 'film', 'other'))",
            "AI.CLASSIFY(review, array(('book', 'to read'), ('film', ''), ('game', '')))",
            "AI.CLASSIFY(review, array('book', 'film', 'game'), output_mode => 'multi')",
            "AI.CLASSIFY(review, array('book', 'film', 'game'), examples => array(('A tale',"
                + " 'book')))",
            "AI.CLASSIFY('Which one? ' || review, array('book', 'film', 'game'))");
    for (int i = 0; i < calls.size(); i++) {
      run(session, few.formatted(calls.get(i)));
      assertThat(LAB.server().requests()).as(calls.get(i)).isEqualTo(40L * (i + 1));
    }
    long paid = LAB.server().requests();
    SparkSession otherModel =
        session(Map.of("spark.understudy.endpoints.default.model", "another-model"));
    run(otherModel, few.formatted(calls.get(0)));
    assertThat(LAB.server().requests()).isEqualTo(paid + 40);
    SparkSession again = session(Map.of());
    calls.forEach(call -> run(again, few.formatted(call)));
    assertThat(LAB.server().requests()).isEqualTo(paid + 40);
  }

  @Test
  void noTextOfARowIsStored() throws Exception {
    run(session, ask("few"));
    awaitEmptyLog();
    run(session, ask("(SELECT * FROM reviews WHERE id < 45)"));
    try (Stream<Path> files = Files.walk(store)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(
                new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("Review ");
      }
    }
    // Parquet packs its pages, so that a text would not be seen in its bytes.
    assertThat(
            session
                .read()
                .format("delta")
                .load(store.resolve("labels").toString())
                .toJSON()
                .collectAsList())
        .hasSizeGreaterThanOrEqualTo(40)
        .noneMatch(row -> row.contains("Review "));
  }

  @Test
  void labelsAreRowsWithTheirQuestions() throws Exception {
    run(session, ask("few"));
    String columns = "function, instruction, categories, model, answer, calls, tokens_in > 0";
    String rows = "SELECT DISTINCT " + columns + " FROM understudy_labels() ORDER BY answer[0]";
    List<String> expected =
        List.of(
            "AI.IF | Is it positive? {review} | [false, true] | local | [false] | 1 | true",
            "AI.IF | Is it positive? {review} | [false, true] | local | [true] | 1 | true");
    assertThat(run(session, rows)).isEqualTo(expected);
    awaitEmptyLog();
    assertThat(run(session, rows)).isEqualTo(expected);
    assertThat(run(session, "SELECT count(*) FROM understudy_labels()")).containsExactly("40");
    assertThat(run(session, "SELECT count(*) FROM delta.`" + store.resolve("labels") + "`"))
        .containsExactly("40");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void labelsAreDeletedBySql(boolean stored) {
    SparkSession here =
        stored ? session : LAB.fresh(Map.of("spark.understudy.endpoints.default.concurrency", "4"));
    Tables.register(here);
    run(here, ask("few"));
    run(here, "SELECT count(AI.IF('Is it nice? ' || review)) FROM few");
    assertThat(LAB.server().requests()).isEqualTo(80);
    String deletion =
        "DELETE FROM understudy_labels() -- those that are true\n"
            + "WHERE instruction = 'Is it positive? {review}' AND answer[0] = 'true' AND model = '"
            + here.conf().get("spark.understudy.endpoints.default.model")
            + "'";
    here.sql("EXPLAIN " + deletion).collectAsList();
    List<String> good = run(here, "SELECT count_if(good) FROM few");
    assertThat(run(here, deletion)).isEqualTo(good);
    assertThat(run(here, deletion)).containsExactly("0");
    assertThat(
            run(
                here,
                "delete from Understudy_Labels ( ) where paid_at < current_timestamp() - interval"
                    + " 1 day"))
        .containsExactly("0");
    run(here, ask("few"));
    run(here, "SELECT count(AI.IF('Is it nice? ' || review)) FROM few");
    assertThat(LAB.server().requests()).isEqualTo(80 + Long.parseLong(good.get(0)));
    assertThatThrownBy(() -> run(here, "DELETE FROM understudy_labels() WHERE nonsense = 1"))
        .satisfies(
            e -> assertThat(Errors.conditions(e)).contains("UNRESOLVED_COLUMN.WITH_SUGGESTION"));
    assertThatThrownBy(
            () ->
                run(
                    here,
                    "DELETE FROM understudy_labels() WHERE calls IN (SELECT max(id) FROM few)"))
        .satisfies(e -> assertThat(Errors.conditions(e)).contains("UNDERSTUDY_STATEMENT"));
  }

  @Test
  void aStoreThatCannotBeWrittenIsSaidBeforeAnythingIsPaid() throws IOException {
    Files.createDirectories(store.getParent());
    Files.deleteIfExists(store);
    Files.writeString(store, "a file, not a folder");
    assertThatThrownBy(() -> run(session, ask("few")))
        .satisfies(e -> assertThat(Errors.conditions(e)).contains("UNDERSTUDY_STORE"));
    assertThat(LAB.server().requests()).isZero();
  }

  @Test
  void aStoreThatMayOnlyBeReadAnswersWhatItKnows() throws Exception {
    run(session, ask("few"));
    awaitEmptyLog();
    Path log = store.resolve("labels_log");
    Files.delete(log);
    // A folder that nobody can make, root included.
    Files.writeString(log, "in the way");
    SparkSession other = session(Map.of("spark.understudy.store", store + "/"));
    assertThat(run(other, ask("few"))).containsExactly("40 | 40");
    assertThat(LAB.server().requests()).isEqualTo(40);
    assertThatThrownBy(() -> run(other, ask("(SELECT * FROM reviews WHERE id < 50)")))
        .satisfies(e -> assertThat(Errors.conditions(e)).contains("UNDERSTUDY_STORE.UNWRITABLE"));
    assertThat(LAB.server().requests()).isEqualTo(40);
  }

  @Test
  void aNewerStoreAndADamagedOneAreRefused() throws Exception {
    run(session, ask("few"));
    awaitEmptyLog();
    Path format = store.resolve("understudy-store.json");
    Files.delete(store.resolve(".understudy-store.json.crc"));
    Files.writeString(format, "{\"format\":99}");
    assertThatThrownBy(() -> run(session(Map.of()), ask("few")))
        .satisfies(e -> assertThat(Errors.conditions(e)).contains("UNDERSTUDY_STORE.NEWER"));
    Files.writeString(format, "nonsense");
    assertThatThrownBy(() -> run(session(Map.of()), ask("few")))
        .satisfies(e -> assertThat(Errors.conditions(e)).contains("UNDERSTUDY_STORE.UNREADABLE"));
    Files.delete(format);
    assertThatThrownBy(() -> run(session(Map.of()), ask("few")))
        .satisfies(e -> assertThat(Errors.conditions(e)).contains("UNDERSTUDY_STORE.UNREADABLE"));
    assertThat(LAB.server().requests()).isEqualTo(40);
  }

  @Test
  void aDamagedLogFileIsRefusedAndACutOneIsNot() throws Exception {
    run(session, ask("few"));
    awaitEmptyLog();
    Path damaged = store.resolve("labels_log").resolve("somebody.1.jsonl");
    Files.writeString(damaged, "{\"format\":1}\n{\"q\":7}\n");
    assertThat(run(session(Map.of()), ask("few"))).containsExactly("40 | 40");
    Files.writeString(damaged, "{\"format\":1}\n{\"q\":7}\n{\"end\":1}\n");
    assertThatThrownBy(() -> run(session(Map.of()), ask("few")))
        .satisfies(e -> assertThat(Errors.conditions(e)).contains("UNDERSTUDY_STORE.UNREADABLE"));
    assertThat(LAB.server().requests()).isEqualTo(40);
  }

  @Test
  void smallFilesOfTheTableAreMerged() throws Exception {
    String count = "SELECT count(*) FROM understudy_labels()";
    int queries = MERGED_FILES + 2;
    for (int i = 0; i < queries; i++) {
      run(session, ask("(SELECT * FROM reviews WHERE id = " + i + ")"));
      awaitEmptyLog();
    }
    assertThat(
            session
                .read()
                .format("delta")
                .load(store.resolve("labels").toString())
                .selectExpr("input_file_name()")
                .distinct()
                .count())
        .isLessThan(MERGED_FILES);
    assertThat(run(session, count)).containsExactly(Integer.toString(queries));
    assertThat(LAB.server().requests()).isEqualTo(queries);
  }
}
