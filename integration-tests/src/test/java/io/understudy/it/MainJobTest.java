package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MainJobTest {
  private static Lab lab;

  @BeforeAll
  static void open() {
    lab = Lab.open();
    lab.reviews("reviews", 6000, 0);
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @BeforeEach
  void reset() {
    lab.server().reset();
  }

  @Test
  void understudyAnswersWhatItMay() {
    List<Row> rows =
        lab.sql(
            "SELECT id, good, AI.IF('Is this review positive? ' || review, embeddings => emb) AS ai"
                + " FROM reviews");
    assertThat(rows).hasSize(6000);
    assertThat(rows).allSatisfy(row -> assertThat(row.getBoolean(2)).isEqualTo(row.getBoolean(1)));
    assertThat(lab.server().requests()).isEqualTo(1000);
  }

  @Test
  void rowsAreCountedOnceThoughAnUpperStageSamplesThroughALowerOne() {
    lab.sql(
        "SELECT AI.IF('Is it a good one? ' || review, embeddings => emb),"
            + " AI.CLASSIFY(review, array('book', 'film', 'game'), embeddings => emb)"
            + " FROM reviews");
    List<Row> runs = lab.sql("SELECT rows, rows_proxy, rows_label FROM understudy_runs()");
    assertThat(runs.subList(runs.size() - 2, runs.size()))
        .allSatisfy(
            run -> {
              assertThat(run.getLong(0)).isEqualTo(6000);
              // 50 of the 1,000 labels are second answers.
              assertThat(run.getLong(1)).isEqualTo(5050);
              assertThat(run.getLong(2)).isEqualTo(950);
            });
  }

  @Test
  void whatWasPaidForOutsideTheSampleKeepsTheAnswerOfTheLlm() {
    lab.sql(
        "SELECT AI.IF('Would you buy it? ' || review, optimization_mode => 'MAXIMIZE_QUALITY')"
            + " FROM reviews WHERE id < 2000");
    assertThat(lab.server().requests()).isEqualTo(2000);
    lab.sql("SELECT AI.IF('Would you buy it? ' || review, embeddings => emb) FROM reviews");
    List<Row> runs =
        lab.sql("SELECT rows_label, calls, decision, asked_twice FROM understudy_runs()");
    Row last = runs.get(runs.size() - 1);
    assertThat(last.getString(2)).isEqualTo("USE_PROXY");
    assertThat(last.getLong(1)).isLessThan(1000);
    assertThat(last.getLong(0)).isEqualTo(2000 + last.getLong(1) - last.getLong(3));
  }
}
