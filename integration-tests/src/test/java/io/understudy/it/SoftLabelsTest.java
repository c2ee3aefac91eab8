package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The probabilities of labels are kept with the labels. */
@Timeout(300)
class SoftLabelsTest {
  private static final String LOGPROBS = "spark.understudy.endpoints.default.logprobs";

  /** Rows, rows with as many probabilities as categories, and those that name the likeliest. */
  private static final String KEPT =
      """
      SELECT count(*), count(probabilities), count_if(size(probabilities) = size(categories)
          AND abs(aggregate(probabilities, 0D, (sum, p) -> sum + p) - 1) < 1e-9
          AND probabilities[array_position(categories, answer[0]) - 1] = array_max(probabilities))
      FROM understudy_labels()
      """;

  @RegisterExtension static final SharedLab LAB = new SharedLab();

  @BeforeEach
  void nothingAsked() {
    LAB.server().reset();
  }

  private static SparkSession session(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("spark.understudy.endpoints.default.model", "local");
    SparkSession made = LAB.fresh(settings);
    Tables.register(made);
    return made;
  }

  private static List<String> run(SparkSession session, String query) {
    return Answers.of(session.sql(query).collectAsList());
  }

  private static String ask(String rows) {
    return "SELECT count_if(ai = good) FROM (SELECT good, AI.IF('Is it positive? ' || review) AS ai"
        + " FROM "
        + rows
        + ")";
  }

  /** Until the background work after a query is done. */
  private static void awaitEmptyLog(Path store) throws Exception {
    while (true) {
      try (Stream<Path> files = Files.list(store.resolve("labels_log"))) {
        if (files.noneMatch(file -> file.toString().endsWith(".jsonl"))) {
          return;
        }
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  @Test
  void areInTheStoreBesideTheAnswersThatTheyDoNotChange() throws Exception {
    Path store = Lab.folder("soft-labels");
    Folders.delete(store);
    SparkSession session =
        session(Map.of("spark.understudy.store", store.toString(), LOGPROBS, "true"));
    assertThat(run(session, ask("few"))).containsExactly("40");
    assertThat(LAB.server().requests()).isEqualTo(40);
    assertThat(run(session, KEPT)).containsExactly("40 | 40 | 40");
    awaitEmptyLog(store);
    assertThat(run(session, KEPT)).containsExactly("40 | 40 | 40");

    // Whoever does not ask for them has the same question, and what is paid is paid.
    session.conf().set(LOGPROBS, "false");
    assertThat(run(session, ask("(SELECT * FROM reviews WHERE id < 50)"))).containsExactly("50");
    assertThat(LAB.server().requests()).isEqualTo(50);
    assertThat(run(session, KEPT)).containsExactly("50 | 40 | 40");
  }

  @Test
  void comeIntoATableThatWasMadeWithoutThem() throws Exception {
    Path first = Lab.folder("soft-labels-new");
    Path old = Lab.folder("soft-labels-old");
    Folders.delete(first);
    Folders.delete(old);
    run(session(Map.of("spark.understudy.store", first.toString())), ask("few"));
    awaitEmptyLog(first);
    Files.createDirectories(old);
    Files.copy(first.resolve("understudy-store.json"), old.resolve("understudy-store.json"));
    LAB.spark()
        .read()
        .format("delta")
        .load(first.resolve("labels").toString())
        .drop("probabilities")
        .write()
        .format("delta")
        .save(old.resolve("labels").toString());
    LAB.server().reset();

    SparkSession session =
        session(Map.of("spark.understudy.store", old.toString(), LOGPROBS, "true"));
    assertThat(run(session, KEPT)).containsExactly("40 | 0 | 0");
    assertThat(run(session, ask("(SELECT * FROM reviews WHERE id < 50)"))).containsExactly("50");
    assertThat(LAB.server().requests()).isEqualTo(10);
    assertThat(run(session, KEPT)).containsExactly("50 | 10 | 10");
    awaitEmptyLog(old);
    assertThat(run(session, KEPT)).containsExactly("50 | 10 | 10");
    assertThat(run(session, "DELETE FROM understudy_labels() WHERE probabilities IS NULL"))
        .containsExactly("40");
    assertThat(run(session, KEPT)).containsExactly("10 | 10 | 10");
  }

  @Test
  void areInTheSessionsMemoryToo() {
    SparkSession session = LAB.fresh(Map.of(LOGPROBS, "true"));
    Tables.register(session);
    run(session, "SELECT count(AI.CLASSIFY(review, array('book', 'film', 'game'))) FROM few");
    assertThat(LAB.server().requests()).isEqualTo(40);
    String model = session.conf().get("spark.understudy.endpoints.default.model");
    assertThat(run(session, KEPT + " WHERE model = '" + model + "'"))
        .containsExactly("40 | 40 | 40");
  }
}
