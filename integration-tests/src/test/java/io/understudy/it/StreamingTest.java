package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Questions in streaming queries: each micro-batch is a query, and labels last between them. */
class StreamingTest {
  private static final Recorder LLM = new Recorder();
  private static Lab lab;

  private SparkSession session;

  @BeforeAll
  static void open() {
    lab = Lab.open("local[2]", LLM, Map.of("spark.sql.shuffle.partitions", "2"));
    Notes.write(lab.spark());
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @BeforeEach
  void stream() {
    session = lab.fresh(Map.of());
    Notes.register(session);
    Notes.stream(session);
    lab.server().reset();
    LLM.reset();
  }

  @Test
  void rowsOfSeveralBatchesAreThoseOfTheAnswers() throws Exception {
    check("SELECT id, @good() AS g, @topic() AS t FROM streamed WHERE @good() OR id > 12", 28);
  }

  @Test
  void stateAboveTheQuestion() throws Exception {
    check("SELECT @topic() AS t, count_if(@good()) AS n FROM streamed GROUP BY @topic()", 32);
  }

  @Test
  void joinWithATable() throws Exception {
    check("SELECT id, city FROM streamed t JOIN s ON t.shop = s.shop WHERE @good(t)", 11);
  }

  @Test
  void joinOfStreamsAboveTheQuestion() throws Exception {
    check("SELECT t.id FROM streamed t JOIN streamed u ON t.id = u.id WHERE @good(t)", 16);
  }

  @Test
  void stateBelowTheQuestionIsRefusedBeforeItCosts() {
    Throwable thrown =
        catchThrowable(
            () ->
                run(
                    Questions.CALLS.in(
                        "SELECT shop, @good[max(review)] AS g FROM streamed GROUP BY shop")));
    assertThat(thrown).isNotNull();
    assertThat(Errors.conditions(thrown)).as("%s", thrown).contains("UNDERSTUDY_UNSUPPORTED_PLACE");
    assertThat(Errors.messages(thrown)).contains("foreachBatch");
    assertThat(lab.server().requests()).isZero();
  }

  private void check(String query, int calls) throws Exception {
    List<String> expected = run(Questions.ANSWERS.in(query));
    assertThat(run(Questions.CALLS.in(query))).isEqualTo(expected).isNotEmpty();
    assertThat(LLM.asked().values()).as("no question comes twice").allMatch(times -> times == 1);
    assertThat(lab.server().requests()).isEqualTo(calls);
  }

  /** What a streaming query has written when it has seen all files, one per batch. */
  private List<String> run(String query) throws Exception {
    session
        .sql(query)
        .writeStream()
        .format("memory")
        .queryName("written")
        .outputMode(query.contains("GROUP BY") ? "complete" : "append")
        .trigger(Trigger.AvailableNow())
        .start()
        .awaitTermination();
    List<String> rows =
        new ArrayList<>(Answers.of(session.sql("SELECT * FROM written").collectAsList()));
    rows.sort(null);
    return rows;
  }
}
