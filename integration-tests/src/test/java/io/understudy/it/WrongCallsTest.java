package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * However wrong a call is: it can be analysed and explained, or it ends in an error that has a
 * condition and is not Spark's internal one. Nothing is spent.
 */
class WrongCallsTest {
  private static final int QUERIES = Integer.getInteger("understudy.wrongCalls", 500);
  private static final long SEED = Long.getLong("understudy.seed", 20_261_124);

  private static Lab lab;

  @BeforeAll
  static void open() {
    // Validation of each rule's result would triple the time and is done by the other tests.
    lab = Lab.open("local[2]", Lab.KEYWORDS, Map.of("spark.sql.planChangeValidation", "false"));
    Tables.write(lab.spark());
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @Test
  void everyWrongCallEndsInACondition() {
    SparkSession session = lab.fresh(Map.of());
    Tables.register(session);
    lab.server().reset();
    WrongCalls calls = new WrongCalls(SEED);
    Map<String, Integer> outcomes = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < QUERIES; i++) {
      String query = calls.query();
      session.conf().set("spark.sql.ansi.enabled", i % 3 != 0);
      outcomes.merge(outcome(session, query, wrong), 1, Integer::sum);
    }
    assertThat(wrong).as("seed %d, outcomes %s", SEED, outcomes).isEmpty();
    assertThat(lab.server().requests()).isZero();
    assertThat(lab.server().embeddedTexts()).isZero();
    assertThat(outcomes.getOrDefault("explained", 0)).as("not all are wrong").isGreaterThan(20);
    assertThat(outcomes).as("and they are wrong in many ways").hasSizeGreaterThan(25);
  }

  private static String outcome(SparkSession session, String query, List<String> wrong) {
    try {
      session.sql("EXPLAIN EXTENDED " + query).collectAsList();
      // EXPLAIN shows an error of planning as text; here it is to be seen as it is.
      session.sql(query).queryExecution().executedPlan();
      return "explained";
    } catch (Throwable thrown) {
      return failed(query, thrown, wrong);
    }
  }

  private static String failed(String query, Throwable thrown, List<String> wrong) {
    if (thrown instanceof SparkThrowable spark
        && spark.getCondition() != null
        && !spark.isInternalError()) {
      return spark.getCondition();
    }
    wrong.add((query.length() > 400 ? query.substring(0, 400) : query) + "\n  " + shown(thrown));
    return thrown.getClass().getName();
  }

  private static String shown(Throwable thrown) {
    StringBuilder shown = new StringBuilder(String.valueOf(thrown));
    for (int i = 0; i < Math.min(12, thrown.getStackTrace().length); i++) {
      shown.append("\n    at ").append(thrown.getStackTrace()[i]);
    }
    return shown.toString();
  }
}
