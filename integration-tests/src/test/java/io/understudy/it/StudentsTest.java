package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.student.Students;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Students with what they see of a row: who competes, who wins, and what the report says of it. */
class StudentsTest {
  private static final String CALL = "AI.IF('Is it positive? ' || review, embeddings => emb)";

  private static Lab lab;

  static List<String> names() {
    return Students.names();
  }

  @BeforeAll
  static void open() {
    lab = Lab.open("local[2]", Lab.KEYWORDS, Map.of());
    Tables.write(lab.spark());
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
  @MethodSource("names")
  void everyStudentPlays(String name) {
    SparkSession session = lab.small(Map.of("spark.understudy.students", name));
    plays(session, name, CALL, "good");
    plays(
        session,
        name,
        "AI.CLASSIFY(review, array('book', 'film', 'game'), embeddings => emb)",
        "kind");
  }

  private static void plays(SparkSession session, String name, String call, String truth) {
    lab.server().reset();
    assertThat(wrong(session, call, truth, "reviews")).isLessThan(Tables.ROWS / 20);
    Row run = Lab.lastRun(session);
    assertThat(run.<String>getAs("decision")).isIn("USE_PROXY", "CASCADE");
    assertThat(run.<String>getAs("student")).isEqualTo(name + " on embedding");
    assertThat(run.isNullAt(run.fieldIndex("student_gain"))).as("nobody competed").isTrue();
    assertThat(lab.server().requests()).isLessThan(Tables.ROWS / 2);
  }

  /** A quarter of the vectors say nothing; the words say all. */
  @Test
  void wordsWinWhereEmbeddingsSayTooLittle() {
    SparkSession vectors = lab.small(Map.of());
    wrong(vectors, CALL, "good", "blurred");
    long alone = lab.server().requests();
    lab.server().reset();

    SparkSession session = lab.small(Map.of("spark.understudy.inputs", "embedding, tfidf, both"));
    assertThat(wrong(session, CALL, "good", "blurred")).isZero();
    Row run = Lab.lastRun(session);
    assertThat(run.<String>getAs("student")).isIn("logistic on tfidf", "logistic on both");
    assertThat(run.<Double>getAs("student_gain")).isPositive();
    assertThat(run.<String>getAs("decision")).isEqualTo("USE_PROXY");
    assertThat(lab.server().requests()).isLessThan(alone);
  }

  @Test
  void theFirstStaysWhereNobodyIsBetter() {
    SparkSession session =
        lab.small(
            Map.of(
                "spark.understudy.students", "logistic,svm",
                "spark.understudy.inputs", "embedding,both"));
    assertThat(wrong(session, CALL, "good", "reviews")).isZero();
    Row run = Lab.lastRun(session);
    assertThat(run.<String>getAs("student")).isEqualTo("logistic on embedding");
    assertThat(run.<Double>getAs("student_gain")).isZero();
  }

  /** What a student does not look at need not be there. */
  @Test
  void whoLooksAtWordsOnlyAnswersRowsWithoutAnEmbedding() {
    String gaps = "(SELECT id, review, good, if(id % 25 = 3, NULL, emb) AS emb FROM reviews)";
    SparkSession words = lab.small(Map.of("spark.understudy.inputs", "tfidf"));
    assertThat(wrong(words, CALL, "good", gaps)).isZero();
    assertThat(lab.server().requests()).isEqualTo(200);
    lab.server().reset();

    SparkSession both = lab.small(Map.of("spark.understudy.inputs", "both"));
    assertThat(wrong(both, CALL, "good", gaps)).isZero();
    assertThat(Lab.lastRun(both).<String>getAs("student")).isEqualTo("logistic on both");
    // Some of the 48 rows without an embedding are among those that judge.
    assertThat(lab.server().requests()).isBetween(220L, 199L + Tables.ROWS / 25);
  }

  @Test
  void wordsAreJoinedToEmbeddingsMadeOnTheFly() {
    SparkSession session = lab.small(Map.of("spark.understudy.inputs", "both"));
    assertThat(wrong(session, "AI.IF('Is it positive? ' || review)", "good", "reviews")).isZero();
    assertThat(Lab.lastRun(session).<String>getAs("student")).isEqualTo("logistic on both");
    assertThat(Lab.lastRun(session).<Long>getAs("calls")).isEqualTo(200);
  }

  @Test
  void unknownNamesAreTold() {
    SparkSession session = lab.small(Map.of("spark.understudy.students", "teacher"));
    assertThatThrownBy(() -> session.sql("SELECT " + CALL + " FROM few").collectAsList())
        .hasMessageContaining("spark.understudy.students")
        .hasMessageContaining("logistic");
  }

  /** Rows whose answer is not what the LLM would say. */
  private static long wrong(SparkSession session, String call, String truth, String table) {
    return session
        .sql("SELECT count_if(NOT (" + call + " <=> " + truth + ")) FROM " + table)
        .collectAsList()
        .get(0)
        .getLong(0);
  }
}
