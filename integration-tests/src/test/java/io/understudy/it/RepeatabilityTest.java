package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.understudy.localllm.Oracle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A slice of the judging rows is put to the LLM twice, within the labels that a query may buy. */
class RepeatabilityTest {
  private static final int LABELS = 300;
  private static final int TWICE = 30;
  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.understudy.labels", Integer.toString(LABELS),
          "spark.understudy.repeat", "0.1",
          "spark.understudy.minRows", "500");
  private static final String QUERY =
      "SELECT id, AI.IF('Is it good? ' || review, embeddings => emb) AS ai FROM reviews";

  /** How often each text has been asked about, and which part of the second answers differs. */
  private static final Map<String, AtomicInteger> ASKED = new ConcurrentHashMap<>();

  private static volatile double fickle;

  /** Keyword answers; a fickle part of the texts gets another one every second time. */
  private static final Oracle FICKLE =
      asked -> {
        String text = String.join(" ", asked.data().values());
        int times = ASKED.computeIfAbsent(text, t -> new AtomicInteger()).incrementAndGet();
        boolean other = times % 2 == 0 && Math.floorMod(text.hashCode(), 1000) < 1000 * fickle;
        return Optional.of(List.of(Boolean.toString(text.contains("good") != other)));
      };

  private static Lab lab;

  @BeforeAll
  static void open() {
    lab = Lab.open("local[2]", FICKLE, Map.of());
    Tables.write(lab.spark());
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @BeforeEach
  void reset() {
    lab.server().reset();
    ASKED.clear();
    fickle = 0;
  }

  @Test
  void theSecondAnswersAreAmongTheLabelsAndArePaidOnce() {
    SparkSession session = session(Map.of());
    List<Row> first = session.sql(QUERY).collectAsList();
    Row run = Lab.lastRun(session);
    assertThat(run.<String>getAs("decision")).isEqualTo("USE_PROXY");
    assertThat(run.<Long>getAs("calls")).isEqualTo(LABELS).isEqualTo(lab.server().requests());
    assertThat(lab.server().distinctTexts()).isEqualTo(LABELS - TWICE);
    assertThat(run.<Long>getAs("asked_twice")).isEqualTo(TWICE);
    assertThat(run.<Double>getAs("self_agreement")).isEqualTo(1);
    assertThat(run.<Long>getAs("rows_label")).isEqualTo(LABELS - TWICE);

    assertThat(session.sql(QUERY).collectAsList()).isEqualTo(first);
    assertThat(lab.server().requests()).as("nothing is paid for again").isEqualTo(LABELS);
    assertThat(Lab.lastRun(session).<Long>getAs("calls_reused")).isEqualTo(LABELS);
    assertThat(Lab.lastRun(session).<Long>getAs("asked_twice")).isEqualTo(TWICE);
  }

  @Test
  void theFirstAnswersStayWhatTheRowsAreAnswered() {
    fickle = 0.1;
    SparkSession session = session(Map.of());
    Map<Integer, Boolean> truth = new HashMap<>();
    session
        .sql("SELECT id, good FROM reviews")
        .collectAsList()
        .forEach(row -> truth.put(row.getInt(0), row.getBoolean(1)));
    List<Row> answers =
        session.sql(QUERY.replace("emb)", "emb, accuracy_target => 0.6)")).collectAsList();
    Row run = Lab.lastRun(session);
    assertThat(run.<String>getAs("decision")).isEqualTo("USE_PROXY");
    assertThat(run.<Double>getAs("self_agreement"))
        .isLessThan(1)
        .isEqualTo(1 - differing() / (double) TWICE, within(1e-9));
    assertThat(answers).allMatch(row -> row.get(1).equals(truth.get(row.getInt(0))));
  }

  @Test
  void aPromiseAboveTheAgreementWithItselfIsTurnedDown() {
    fickle = 0.4;
    SparkSession session = session(Map.of());
    session.sql(QUERY).collectAsList();
    Row run = Lab.lastRun(session);
    assertThat(run.<String>getAs("decision")).isEqualTo("USE_LLM");
    assertThat(run.<String>getAs("reason"))
        .startsWith("The LLM agrees with itself less than the promise asks for. Of F1 >= 0.9");
    assertThat(run.<Double>getAs("self_agreement")).isBetween(0.3, 0.85);
    assertThat(run.isNullAt(run.fieldIndex("agreement"))).isTrue();
    assertThat(lab.server().requests())
        .as("every row, and the slice")
        .isEqualTo(Tables.ROWS + TWICE);

    ASKED.clear();
    SparkSession strict = session(Map.of("spark.understudy.onReject", "fail"));
    assertThatThrownBy(() -> strict.sql(QUERY).collectAsList())
        .hasMessageContaining("The LLM agrees with itself less than the promise asks for.");
  }

  @Test
  void switchedOffNothingIsAskedTwice() {
    SparkSession session = session(Map.of("spark.understudy.repeat", "0"));
    session.sql(QUERY).collectAsList();
    Row run = Lab.lastRun(session);
    assertThat(lab.server().requests()).isEqualTo(LABELS).isEqualTo(lab.server().distinctTexts());
    assertThat(run.<Long>getAs("asked_twice")).isZero();
    assertThat(run.isNullAt(run.fieldIndex("self_agreement"))).isTrue();
  }

  /** Texts that have had two answers which differ. */
  private static long differing() {
    return ASKED.entrySet().stream()
        .filter(e -> e.getValue().get() == 2)
        .filter(e -> Math.floorMod(e.getKey().hashCode(), 1000) < 1000 * fickle)
        .count();
  }

  private static SparkSession session(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.putAll(more);
    SparkSession session = lab.fresh(settings);
    Tables.register(session);
    return session;
  }
}
