package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where the understudy plays, only its own rows may differ from what the LLM says, the report
 * counts them, and every query that asks the same gets the same answers.
 */
class ProxyAnswersTest {
  /**
   * The blurred reviews with everything that a row can be: every 20th without a text, every 25th
   * without an embedding, and every 10th three times.
   */
  private static final String GAPS =
      """
      SELECT id * 10 + copy AS id, if(id % 20 = 7, NULL, review) AS review, good, kind,
        if(id % 25 = 3, NULL, emb) AS emb
      FROM blurred JOIN range(3) AS c(copy) ON copy = 0 OR id % 10 = 1
      """;

  /** Shapes that ask about the whole relation {@code asked}; # is the call or its answer. */
  private static final List<String> SHAPES =
      List.of(
          "SELECT id FROM asked WHERE #yes",
          "SELECT id, CASE WHEN #yes THEN 'yes' WHEN #yes IS NULL THEN 'none' ELSE 'no' END FROM asked",
          "SELECT #ai, kind, count(*) FROM asked GROUP BY #ai, kind",
          "SELECT kind, count(*) FILTER (WHERE #yes), count(#ai) FROM asked GROUP BY kind HAVING count_if(#yes) > 1",
          "SELECT id FROM asked ORDER BY #ai, id LIMIT 40",
          "SELECT DISTINCT #ai, good FROM asked",
          "SELECT id, row_number() OVER (PARTITION BY #ai ORDER BY id) FROM asked",
          "WITH j AS (SELECT id, #ai AS a FROM asked) SELECT x.id FROM j x JOIN j y ON x.id = y.id + 10 AND x.a <> y.a",
          "SELECT id FROM asked WHERE kind IN (SELECT #ai FROM asked) OR #yes",
          "SELECT few.id, a FROM few LEFT JOIN (SELECT id, #ai AS a FROM asked) q ON few.id * 10 = q.id",
          "SELECT a, count(*) FROM (SELECT #ai AS a FROM asked UNION ALL SELECT kind FROM few) GROUP BY a");

  private static Lab lab;

  /**
   * A call over {@code asked}.
   *
   * <p>{@code yes} makes a condition of its answer, {@code truth} is what the LLM says.
   */
  private enum Asked {
    PROXY(
        "AI.IF('Is it positive? ' || review, embeddings => emb, accuracy_target => 0.7)",
        "# = true",
        "good",
        "USE_PROXY"),
    CASCADE(
        "AI.CLASSIFY(review, array('book', 'film', 'game'), embeddings => emb, accuracy_target => 0.9)",
        "# = 'film'",
        "kind",
        "CASCADE");

    private final String call;
    private final String yes;
    private final String truth;
    private final String decision;

    Asked(String call, String yes, String truth, String decision) {
      this.call = call;
      this.yes = yes;
      this.truth = truth;
      this.decision = decision;
    }

    String in(String shape, String answer) {
      String text = this == PROXY ? "string(" + answer + ")" : answer;
      return shape.replace("#yes", "(" + yes.replace("#", answer) + ")").replace("#ai", text);
    }
  }

  @BeforeAll
  static void open() {
    lab = Lab.open("local[2]", Lab.KEYWORDS, Map.of());
    Tables.write(lab.spark());
    lab.spark()
        .read()
        .parquet(Lab.folder("tables").resolve("blurred").toString())
        .createOrReplaceTempView("blurred");
    lab.spark().sql(GAPS).write().mode("overwrite").parquet(Lab.folder("gaps").toString());
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @BeforeEach
  void reset() {
    lab.server().reset();
  }

  @ParameterizedTest
  @EnumSource
  void onlyRowsOfTheUnderstudyDiffer(Asked asked) {
    SparkSession session = session();
    List<Row> rows = answers(session, asked);
    Row run = Lab.lastRun(session);
    assertThat(run.<String>getAs("decision")).isEqualTo(asked.decision);
    List<Row> withoutText = rows.stream().filter(row -> row.isNullAt(1)).toList();
    List<Row> paid =
        rows.stream()
            .filter(row -> !row.isNullAt(1) && lab.server().timesAsked(row.getString(1)) > 0)
            .toList();
    List<Row> played = new ArrayList<>(rows);
    played.removeAll(withoutText);
    played.removeAll(paid);

    assertThat(withoutText).isNotEmpty().allMatch(row -> row.isNullAt(3));
    assertThat(paid).allMatch(row -> row.get(2).equals(row.get(3)));
    assertThat(rows.stream().filter(row -> row.getBoolean(4) && !row.isNullAt(1)))
        .as("rows without an embedding go to the LLM")
        .isNotEmpty()
        .allMatch(paid::contains);
    List<Row> wrong = played.stream().filter(row -> !row.get(2).equals(row.get(3))).toList();
    assertThat(wrong).as("a test that can't tell the two apart is none").isNotEmpty();

    assertThat(run.<Long>getAs("rows")).isEqualTo(rows.size());
    assertThat(run.<Long>getAs("rows_null")).isEqualTo(withoutText.size());
    assertThat(run.<Long>getAs("rows_proxy")).isEqualTo(played.size());
    assertThat(run.<Long>getAs("rows_llm") + run.<Long>getAs("rows_label")).isEqualTo(paid.size());
    assertThat(run.<Long>getAs("rows_failed")).isZero();
    assertThat(run.<Long>getAs("calls"))
        .isEqualTo(lab.server().requests())
        .isEqualTo(lab.server().distinctTexts());
    double agreeing = 1 - (double) wrong.size() / (rows.size() - withoutText.size());
    assertThat(agreeing).isGreaterThanOrEqualTo(run.<Double>getAs("agreement_lower"));
    if (asked == Asked.PROXY) {
      double alone = 1 - (double) wrong.size() / played.size();
      assertThat(run.<Double>getAs("agreement")).isBetween(alone - 0.1, alone + 0.1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyQueryGetsTheSameAnswers(Asked asked) {
    SparkSession session = session();
    answers(session, asked);
    session
        .sql("SELECT *, " + asked.call + " AS ai FROM asked")
        .localCheckpoint()
        .createOrReplaceTempView("answered");
    lab.server().reset();
    for (String shape : SHAPES) {
      List<String> expected = sorted(session, asked.in(shape.replace(" asked", " answered"), "ai"));
      assertThat(sorted(session, asked.in(shape, asked.call))).as(shape).isEqualTo(expected);
      assertThat(lab.server().requests()).as("all was paid for: %s", shape).isZero();
      assertThat(Lab.lastRun(session).<String>getAs("decision"))
          .as(shape)
          .isEqualTo(asked.decision);
    }
  }

  /** Id, text, what the LLM says, the answer, and whether the embedding is missing. */
  private static List<Row> answers(SparkSession session, Asked asked) {
    return session
        .sql(
            "SELECT id, review, "
                + asked.truth
                + ", "
                + asked.call
                + " AS ai, emb IS NULL FROM asked")
        .collectAsList();
  }

  private static List<String> sorted(SparkSession session, String query) {
    return Answers.of(session.sql(query).collectAsList()).stream().sorted().toList();
  }

  private static SparkSession session() {
    SparkSession session = lab.small(Map.of());
    session.read().parquet(Lab.folder("gaps").toString()).createOrReplaceTempView("asked");
    return session;
  }
}
