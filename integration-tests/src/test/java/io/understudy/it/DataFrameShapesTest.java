package io.understudy.it;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@link ShapesTest} for queries that are built with the DataFrame API. */
class DataFrameShapesTest {
  private static final Recorder LLM = new Recorder();
  private static Lab lab;

  @BeforeAll
  static void open() {
    lab = Lab.open("local[2]", LLM, Map.of("spark.sql.shuffle.partitions", "2"));
    lab.spark().sparkContext().setCheckpointDir(Lab.folder("checkpoints").toString());
    Notes.write(lab.spark());
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @TestFactory
  Stream<DynamicTest> shapes() {
    String only = System.getProperty("understudy.shape", "");
    return DataFrameShapes.all().stream()
        .filter(shape -> shape.name().contains(only))
        .map(shape -> DynamicTest.dynamicTest(shape.name(), () -> check(shape)));
  }

  private static void check(DataFrameShapes.Shape shape) {
    List<String> expected = run(shape, Questions.ANSWERS);
    assertThat(lab.server().requests()).as("the answers need no LLM").isZero();
    assertThat(run(shape, Questions.CALLS)).isEqualTo(expected);
    assertThat(LLM.asked().values()).as("no question comes twice").allMatch(times -> times == 1);
    assertThat(lab.server().requests()).as("LLM calls").isEqualTo(shape.calls());
  }

  private static List<String> run(DataFrameShapes.Shape shape, Questions questions) {
    SparkSession session = session();
    Dataset<Row> result = shape.query().over(new DataFrameShapes.Tables(session, questions));
    List<String> rows = new ArrayList<>(Answers.of(result.collectAsList()));
    rows.sort(null);
    session.catalog().clearCache();
    return rows;
  }

  /** Every action is a query of its own, but what one paid for is there for the next. */
  @Test
  void actionsOnTheSameDataset() {
    Dataset<Row> asked = session().sql(Questions.CALLS.in("SELECT id, @good() AS g FROM r"));
    asked.show(3);
    assertThat(lab.server().requests()).as("show(3) asks about the rows it shows").isLessThan(16);
    assertThat(asked.count()).as("count() needs no answer").isEqualTo(24);
    assertThat(asked.where("g").count()).isEqualTo(8);
    assertThat(asked.collectAsList()).hasSize(24);
    assertThat(asked.toJavaRDD().count()).isEqualTo(24);
    assertThat(asked.takeAsList(30)).hasSize(24);
    assertThat(asked.isEmpty()).isFalse();
    assertThat(lab.server().requests()).isEqualTo(16);
  }

  @Test
  void calledByName() {
    for (String name : List.of("ai_if", "ai.if", "AI.IF", "ai.`if`")) {
      Dataset<Row> r = session().table("r");
      Column called = call_function(name, concat(lit("Is it positive? "), col("review")));
      assertThat(r.where(not(called.eqNullSafe(col("says_good")))).count()).as(name).isZero();
      assertThat(lab.server().requests()).as(name).isEqualTo(16);
    }
  }

  private static SparkSession session() {
    SparkSession session = lab.fresh(Map.of());
    Notes.register(session);
    lab.server().reset();
    LLM.reset();
    return session;
  }
}
