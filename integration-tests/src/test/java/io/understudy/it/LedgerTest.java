package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs outlive their application in the store. */
@Timeout(300)
class LedgerTest {
  private static final AtomicInteger STORES = new AtomicInteger();
  private static final String LEFT =
      """
      {"format":1,"writer":"%1$s","sequence":%2$d}
      {"run_id":"%1$s-%2$d","function":"AI.IF","instruction":"Old?","endpoint":"default","user_name":"%1$s","calls":10,"cost":0.25,"started_at":"%3$s"}
      {"end":1}
      """;

  @RegisterExtension static final SharedLab LAB = new SharedLab();

  private Path store;
  private String question;
  private SparkSession session;

  @BeforeEach
  void emptyStore() throws IOException {
    int number = STORES.incrementAndGet();
    store = Lab.folder("ledger-" + number);
    // The application has one ledger for all tests.
    question = "Does it go into book " + number + "? ";
    Folders.delete(store);
    session = session(Map.of());
    LAB.server().setLatency(Duration.ZERO);
    LAB.server().reset();
  }

  private SparkSession session(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("spark.understudy.store", store.toString());
    settings.put("spark.understudy.endpoints.default.model", "local");
    settings.putAll(more);
    return LAB.small(settings);
  }

  private static List<String> run(SparkSession session, String query) {
    return Answers.of(session.sql(query).collectAsList());
  }

  private List<Path> log() throws IOException {
    return Folders.files(store.resolve("runs_log"), ".jsonl");
  }

  private void awaitLog(int files) throws IOException, InterruptedException {
    while (log().size() != files) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** Files that another application wrote and that nobody has touched since. */
  private void leave(String writer, int files, Instant at) throws IOException {
    Path folder = Files.createDirectories(store.resolve("runs_log"));
    for (int i = 1; i <= files; i++) {
      Path file = folder.resolve(writer + "." + i + ".jsonl");
      Files.writeString(file, LEFT.formatted(writer, i, at));
      Files.setLastModifiedTime(file, FileTime.from(at));
    }
    Files.writeString(store.resolve("understudy-store.json"), "{\"format\":1}");
  }

  private String ask(String rows) {
    return "SELECT count(AI.IF('" + question + "' || review)) FROM " + rows;
  }

  @Test
  void theRunsOfAnotherApplicationAreInTheBooks() throws Exception {
    try (Program other = OtherApplication.start(LAB.lab(), store, ask("few"))) {
      assertThat(other.finish().output()).contains("40");
    }
    run(session, ask("few"));
    awaitLog(2);
    assertThat(
            run(
                session,
                "SELECT function, calls, calls_reused, application_id = '"
                    + session.sparkContext().applicationId()
                    + "', user_name = current_user() FROM understudy_runs() WHERE instruction LIKE '"
                    + question
                    + "%'"))
        .containsExactly("AI.IF | 40 | 0 | false | true", "AI.IF | 0 | 40 | true | true");
    assertThat(
            run(
                session,
                "SELECT day = current_date(), user_name = current_user(), runs, calls, calls_reused FROM"
                    + " understudy_spending() WHERE instruction LIKE '"
                    + question
                    + "%'"))
        .containsExactly("true | true | 2 | 40 | 40");
  }

  @Test
  void whatApplicationsLeftIsMovedToTheTableOnce() throws Exception {
    Instant old = Instant.now().minus(Duration.ofHours(3));
    leave("one", 70, old);
    leave("two", 50, old);
    String count =
        "SELECT user_name, count(*), count(DISTINCT run_id), sum(calls), sum(cost) FROM"
            + " understudy_runs() WHERE instruction = 'Old?' GROUP BY user_name ORDER BY user_name";
    List<String> all = List.of("one | 70 | 70 | 700 | 17.5", "two | 50 | 50 | 500 | 12.5");
    assertThat(run(session, count)).isEqualTo(all);
    run(session, ask("few"));
    awaitLog(1);
    assertThat(run(session, "SELECT count(*) FROM delta.`" + store.resolve("runs") + "`"))
        .containsExactly("120");
    assertThat(run(session, count)).isEqualTo(all);
    // Somebody who died between the commit and the deletion left them behind.
    leave("one", 70, old);
    assertThat(run(session, count)).isEqualTo(all);
  }

  @Test
  void runsAreKeptForTheDaysThatAreConfigured() throws Exception {
    leave("long-ago", 100, Instant.now().minus(Duration.ofDays(40)));
    leave("lately", 100, Instant.now().minus(Duration.ofDays(5)));
    SparkSession tidy = session(Map.of("spark.understudy.store.runs.days", "30"));
    run(tidy, ask("few"));
    awaitLog(1);
    String users =
        "SELECT DISTINCT user_name FROM understudy_runs() WHERE instruction = 'Old?' ORDER BY user_name";
    while (!run(tidy, users).equals(List.of("lately"))) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void runsAreDeletedBySql(boolean stored) throws Exception {
    SparkSession here = stored ? session : LAB.fresh(Lab.SMALL);
    Tables.register(here);
    if (stored) {
      leave("one", 3, Instant.now());
    }
    run(here, ask("few"));
    String mine = "instruction LIKE '" + question + "%'";
    String deletion = "DELETE FROM understudy_runs() WHERE user_name = 'one' OR " + mine;
    here.sql("EXPLAIN " + deletion).collectAsList();
    assertThat(run(here, deletion)).containsExactly(stored ? "4" : "1");
    assertThat(run(here, deletion)).containsExactly("0");
    assertThat(
            run(here, "SELECT count(*) FROM understudy_runs() WHERE user_name = 'one' OR " + mine))
        .containsExactly("0");
  }

  @Test
  void aQueryDoesNotFailBecauseItsRunCannotBeKept() throws Exception {
    leave("one", 1, Instant.now());
    Folders.delete(store.resolve("runs_log"));
    Files.writeString(store.resolve("runs_log"), "in the way");
    assertThat(run(session, ask("few"))).containsExactly("40");
    assertThat(LAB.server().requests()).isEqualTo(40);
  }

  @Test
  void aDamagedFileIsSaidAndACutOneIsSkipped() throws Exception {
    leave("one", 2, Instant.now());
    Path cut = store.resolve("runs_log").resolve("one.2.jsonl");
    Files.writeString(cut, LEFT.formatted("one", 2, Instant.now()).replace("{\"end\":1}\n", ""));
    String count = "SELECT count(*) FROM understudy_runs() WHERE instruction = 'Old?'";
    assertThat(run(session, count)).containsExactly("1");
    Files.writeString(cut, "{\"format\":1}\n{\"end\":7}\n");
    assertThatThrownBy(() -> run(session, count))
        .satisfies(e -> assertThat(Errors.conditions(e)).contains("UNDERSTUDY_STORE.UNREADABLE"));
  }
}
