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
}
