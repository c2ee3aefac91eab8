package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.understudy.localllm.Fault;
import io.understudy.localllm.Faults;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows without an answer: how many are borne, who says so, and where a NULL drops a row. */
class FailedRowsTest {
  private static final int ROWS = 40;

  /** Where the answer stands, and how many rows of 40 the query has if all are answered. */
  private enum Place {
    IF_IN_SELECT(
        "SELECT AI.IF('Is it positive? ' || review, max_error_ratio => %s) AS ai FROM few", 40),
    IF_IN_WHERE(
        "SELECT id FROM few"
            + " WHERE AI.IF('Is it positive? ' || review, max_error_ratio => %s) IN (true, false)",
        40),
    CLASSIFY_IN_SELECT(
        "SELECT AI.CLASSIFY(review, array('book', 'film', 'game'), max_error_ratio => %s) AS ai"
            + " FROM few",
        40),
    CLASSIFY_IN_WHERE(
        "SELECT id FROM few"
            + " WHERE AI.CLASSIFY(review, array('book', 'film', 'game'), max_error_ratio => %s)"
            + " = kind",
        40);

    private final String query;
    private final int all;

    Place(String query, int all) {
      this.query = query;
      this.all = all;
    }

    String allowing(double ratio) {
      return String.format(java.util.Locale.ROOT, query, ratio);
    }

    String function() {
      return name().startsWith("IF") ? "AI.IF" : "AI.CLASSIFY";
    }

    boolean inWhere() {
      return name().endsWith("WHERE");
    }
  }

  @RegisterExtension static final SharedLab LAB = new SharedLab();

  @AfterEach
  void behave() {
    LAB.server().setFaults(Faults.NONE);
  }

  @ParameterizedTest
  @EnumSource
  void moreThanTheRatioEndsTheQueryWithTheMostFrequentErrors(Place place) {
    SparkSession session = LAB.small(Map.of());
    LAB.server().setFaults(Faults.NONE.with(Fault.OFF_LIST, 0.7));
    Throwable thrown = catchThrowable(() -> session.sql(place.allowing(0.05)).collectAsList());
    assertThat(Errors.conditions(thrown)).contains("UNDERSTUDY_TOO_MANY_ERRORS");
    assertThat(Errors.messages(thrown))
        .contains(place.function() + ": too many rows got no answer")
        .contains("max_error_ratio => 0.05")
        .containsPattern("off-list answer \\(\\d+ times\\)");
    waitUntil(() -> "FAILED".equals(lastRun(session).<String>getAs("decision")));
    assertThat(lastRun(session).<String>getAs("reason")).startsWith("[UNDERSTUDY_TOO_MANY_ERRORS]");
  }

  @ParameterizedTest
  @EnumSource
  void noUsableAnswerAtAllEndsTheQuery(Place place) {
    SparkSession session = LAB.small(Map.of());
    LAB.server().setFaults(Faults.NONE.with(Fault.REFUSAL, 1));
    Throwable thrown = catchThrowable(() -> session.sql(place.allowing(1)).collectAsList());
    assertThat(Errors.conditions(thrown)).contains("UNDERSTUDY_ALL_ROWS_FAILED");
    assertThat(Errors.messages(thrown)).contains("refusal");
    Row run = lastRun(session);
    assertThat(run.<String>getAs("decision")).isEqualTo("FAILED");
    assertThat(run.<String>getAs("reason")).startsWith("[UNDERSTUDY_ALL_ROWS_FAILED]");
  }

  /** What the ratio allows is NULL: shown in SELECT, dropped in WHERE, and told in both. */
  @ParameterizedTest
  @EnumSource
  void allowedFailuresAreNullAndTold(Place place) {
    SparkSession session = LAB.small(Map.of("spark.understudy.progress", "true"));
    LAB.server().setFaults(Faults.NONE.with(Fault.OFF_LIST, 0.7));
    PrintStream before = System.err;
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    Warnings warnings = Warnings.listening();
    try {
      System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
      List<Row> rows = session.sql(place.allowing(0.95)).collectAsList();
      long nulls =
          place.inWhere()
              ? place.all - rows.size()
              : rows.stream().filter(row -> row.isNullAt(0)).count();
      assertThat(nulls).isBetween(1L, ROWS - 1L);
      assertThat(lastRun(session).<Long>getAs("rows_failed")).isEqualTo(nulls);
      String count = nulls + " rows";
      waitUntil(
          () ->
              told.toString(StandardCharsets.UTF_8)
                  .contains("warning    " + count + " got no usable answer"));
      waitUntil(
          () ->
              warnings.text().contains(count + " of " + place.function())
                  && warnings.text().contains("a WHERE clause drops them")
                  && warnings.text().contains("off-list answer (" + nulls + " times)"));
    } finally {
      System.setErr(before);
      warnings.close();
    }
  }

  private static Row lastRun(SparkSession session) {
    return session.sql("SELECT * FROM understudy_runs() ORDER BY started_at DESC LIMIT 1").head();
  }

  /** Spark tells its listeners about the end of a query a moment after the query has ended. */
  private static void waitUntil(BooleanSupplier condition) {
    for (int i = 0; i < 200 && !condition.getAsBoolean(); i++) {
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  /** What our classes log as a warning. */
  private static final class Warnings extends AbstractAppender implements AutoCloseable {
    private final StringBuffer text = new StringBuffer();
    private final Logger logger = (Logger) LogManager.getLogger("io.understudy");

    private Warnings() {
      super("warnings", null, null, true, Property.EMPTY_ARRAY);
    }

    static Warnings listening() {
      Warnings warnings = new Warnings();
      warnings.start();
      warnings.logger.addAppender(warnings);
      return warnings;
    }

    @Override
    public void append(LogEvent event) {
      text.append(event.getMessage().getFormattedMessage()).append('\n');
    }

    String text() {
      return text.toString();
    }

    @Override
    public void close() {
      logger.removeAppender(this);
    }
  }
}
