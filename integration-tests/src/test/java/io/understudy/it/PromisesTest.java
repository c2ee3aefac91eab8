package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.localllm.Oracle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What is promised holds for all rows: also where an understudy that is right on most of the rows
 * errs on those that are unlike them in a way that is easily overlooked.
 */
class PromisesTest {
  private static final int ROWS = 3000;

  private static final StructType TABLE =
      new StructType()
          .add("id", DataTypes.IntegerType)
          .add("review", DataTypes.StringType)
          .add("emb", DataTypes.createArrayType(DataTypes.FloatType));

  private static final Oracle LLM =
      asked ->
          Optional.of(List.of(Boolean.toString(says(String.join(" ", asked.data().values())))));

  private static Lab lab;

  @BeforeAll
  static void open() {
    lab = Lab.open("local[2]", LLM, Lab.SMALL);
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  /** A text's words tell the answer, but for riddles. */
  private static boolean says(String review) {
    return review.contains("riddle") ? review.hashCode() * 0x9E3779B9 < 0 : review.contains("good");
  }

  private static void table(SparkSession session, Stream<Row> rows) {
    session.createDataFrame(rows.toList(), TABLE).createOrReplaceTempView("asked");
  }

  private static Row row(int id, String review, float... emb) {
    Float[] entries = new Float[emb.length];
    for (int i = 0; i < emb.length; i++) {
      entries[i] = emb[i];
    }
    return RowFactory.create(id, review, emb.length == 0 ? null : entries);
  }

  private static double agreement(SparkSession session) {
    List<Row> rows =
        session
            .sql(
                "SELECT review, AI.IF('Is it positive? ' || review, embeddings => emb,"
                    + " accuracy_target => 0.9, confidence => 0.99) FROM asked")
            .collectAsList();
    return rows.stream()
        .mapToInt(row -> says(row.getString(0)) == row.getBoolean(1) ? 1 : 0)
        .average()
        .orElseThrow();
  }

  /** A model of words answers rows without an embedding, too. */
  @Test
  void onRowsWithoutAnEmbedding() {
    SparkSession session = lab.small(Map.of("spark.understudy.inputs", "tfidf"));
    table(
        session,
        IntStream.range(0, ROWS)
            .mapToObj(
                i ->
                    i % 4 == 3
                        ? row(i, "A riddle, number " + i)
                        : row(i, "A %s one, number %d".formatted(word(i), i), 1, i % 7)));
    assertThat(agreement(session)).isGreaterThanOrEqualTo(0.9);
  }

  /** One of the copies is right about each text, the others would be wrong. */
  @Test
  void onCopiesWithDifferentEmbeddings() {
    SparkSession session = lab.small(Map.of());
    threeCopies(
        session, (copy, side) -> copy == 0 ? new float[] {-2, side} : new float[] {2, -side});
    assertThat(agreement(session)).isGreaterThanOrEqualTo(0.9);
  }

  /** As an embedder that is asked twice may give them: that is no reason to ask the LLM. */
  @Test
  void onCopiesWhoseEmbeddingsAreRounded() {
    SparkSession session = lab.small(Map.of());
    threeCopies(session, (copy, side) -> new float[] {-2 + copy * 1e-3f, side});
    assertThat(agreement(session)).isEqualTo(1);
    assertThat(Lab.lastRun(session).<String>getAs("decision")).isEqualTo("USE_PROXY");
  }

  /**
   * @param embedding of a copy, by its number and by a sign that the answer to its text goes by
   */
  private static void threeCopies(
      SparkSession session, BiFunction<Integer, Float, float[]> embedding) {
    table(
        session,
        IntStream.range(0, ROWS)
            .mapToObj(
                i -> {
                  int text = i / 3;
                  float side = text % 2 == 0 ? 1 : -1;
                  return row(
                      i,
                      "A %s one, number %d".formatted(word(text), text),
                      embedding.apply(i % 3, side));
                }));
  }

  private static String word(int i) {
    return i % 2 == 0 ? "good" : "poor";
  }
}
