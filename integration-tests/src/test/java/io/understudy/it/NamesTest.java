package io.understudy.it;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of the functions where no SQL text is parsed, and names that are not of functions. */
class NamesTest {
  private static final Column PROMPT = concat(lit("Is it positive? "), col("review"));

  private static Lab lab;

  @BeforeAll
  static void open() {
    lab = Lab.open();
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
  @ValueSource(strings = {"true", "false"})
  void callsOfTheDataFrameApi(String ansi) {
    SparkSession session = lab.fresh(Map.of("spark.sql.ansi.enabled", ansi));
    Tables.register(session);
    Dataset<Row> few = session.table("few");
    for (Column call :
        List.of(
            call_function("ai_if", PROMPT),
            call_function("ai.if", PROMPT),
            call_function("AI.IF", PROMPT),
            call_function("ai.`if`", PROMPT),
            expr("AI.IF(('Is it positive? ', review))"))) {
      assertThat(few.where(call.equalTo(col("good"))).count()).isEqualTo(40);
    }
    assertThat(few.selectExpr("AI.IF('Is it positive? ' || review) AS ai").where("ai").count())
        .isEqualTo(few.where("good").count());
    assertThat(lab.server().requests()).isEqualTo(40);
  }

  /** In both catalogues' ways to look for a function, and without touching tables of such names. */
  @Test
  void catalogueFindsFunctionsAndTables() throws org.apache.spark.sql.AnalysisException {
    SparkSession session = lab.fresh(Map.of());
    session.sql("CREATE SCHEMA ai");
    try {
      session.sql("CREATE TABLE ai.embed USING delta AS SELECT 7 AS id");
      assertThat(session.catalog().functionExists("AI.IF")).isTrue();
      assertThat(session.catalog().getFunction("ai.classify").name()).isEqualTo("ai_classify");
      assertThat(session.catalog().functionExists("ai.nothing")).isFalse();
      assertThat(session.catalog().tableExists("ai.embed")).isTrue();
      assertThat(session.table("ai.embed").head().getInt(0)).isEqualTo(7);
      assertThat(session.sql("SELECT id FROM ai.embed").head().getInt(0)).isEqualTo(7);
    } finally {
      session.sql("DROP SCHEMA ai CASCADE");
    }
    assertThat(lab.server().requests()).isZero();
  }
}
