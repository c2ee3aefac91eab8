package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Parameter markers in the prompt and around it. The sessions are without Delta, whose parser
 * leaves the markers of a query unbound (4.4.0 on Spark 4.1.0).
 */
class ParametersTest {
  private static final Recorder LLM = new Recorder();
  private static final String GOOD = "says_good <=> ";

  private static Lab lab;

  @BeforeAll
  static void open() {
    lab =
        Lab.open(
            "local[2]",
            LLM,
            Map.of(
                "spark.sql.shuffle.partitions",
                "2",
                "spark.sql.extensions",
                "io.understudy.spark.UnderstudyExtensions"));
    Notes.write(lab.spark());
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @TestFactory
  Stream<DynamicTest> markers() {
    String question = "Is it positive? ";
    return Stream.of(
        test(
            "a named one is the instruction",
            16,
            s -> count(s, "AI.IF(:question || review)", Map.of("question", question))),
        test(
            "a positional one is the instruction",
            16,
            s ->
                s.sql(
                    "SELECT count(*) FROM r WHERE " + GOOD + "AI.IF(? || review)",
                    new Object[] {question})),
        test(
            "named ones in a tuple, beside a cheap predicate",
            8,
            s ->
                s.sql(
                    "SELECT count(*) FROM r WHERE id >= :top OR says_good <=> AI.IF((:question, review))",
                    Map.of("question", question, "top", 9))),
        test(
            "a named one is the optimization mode",
            16,
            s ->
                count(
                    s,
                    "AI.IF('Is it positive? ' || review, optimization_mode => :mode)",
                    Map.of("mode", "MAXIMIZE_QUALITY"))),
        test(
            "an array is the categories",
            16,
            s ->
                s.sql(
                    "SELECT count(*) FROM r WHERE says_topic <=> AI.CLASSIFY(review, :kinds)",
                    Map.of("kinds", new String[] {"book", "film", "game"}))),
        test(
            "execute immediate with named ones",
            16,
            s ->
                s.sql(
                    "EXECUTE IMMEDIATE 'SELECT count(*) FROM r WHERE says_good <=> AI.IF(:q || review) AND id >= :low'"
                        + " USING 'Is it positive? ' AS q, 0 AS low")),
        test(
            "execute immediate with positional ones",
            16,
            s ->
                s.sql(
                    "EXECUTE IMMEDIATE 'SELECT count(*) FROM r WHERE says_good <=> AI.IF(? || review)'"
                        + " USING 'Is it positive? '")),
        test(
            "execute immediate of a variable with a variable",
            16,
            s -> {
              s.sql(
                  "DECLARE VARIABLE text STRING DEFAULT 'SELECT count(*) FROM r WHERE says_good <=> ai_if(? || review)'");
              s.sql("DECLARE VARIABLE question STRING DEFAULT 'Is it positive? '");
              return s.sql("EXECUTE IMMEDIATE text USING question");
            }));
  }

  private static Dataset<Row> count(SparkSession s, String call, Map<String, Object> arguments) {
    return s.sql("SELECT count(*) FROM r WHERE " + GOOD + call, arguments);
  }

  /** All 24 rows agree with their column. */
  private static DynamicTest test(
      String name, long calls, Function<SparkSession, Dataset<Row>> query) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          SparkSession session = lab.fresh(Map.of());
          Notes.register(session);
          lab.server().reset();
          LLM.reset();
          assertThat(Answers.of(query.apply(session).collectAsList())).isEqualTo(List.of("24"));
          assertThat(LLM.asked().values()).allMatch(times -> times == 1);
          assertThat(lab.server().requests()).isEqualTo(calls);
        });
  }
}
