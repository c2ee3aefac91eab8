package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.spark.sql.SparkSession;

/**
 * {@link ShapesTest} for queries that nobody wrote. All are run in one session, so that a question
 * is paid for once, however many queries ask it. For a longer run: {@code
 * -Djqwik.tries.default=2000}.
 */
class RandomQueriesTest {
  private static final Recorder LLM = new Recorder();

  @SuppressWarnings("NullAway.Init")
  private static Lab lab;

  @SuppressWarnings("NullAway.Init")
  private static SparkSession session;

  @BeforeContainer
  static void open() {
    lab =
        Lab.open(
            "local[2]",
            LLM,
            Map.of(
                "spark.sql.shuffle.partitions", "2",
                // Plans differ all the time; compiling them takes longer than running them.
                "spark.sql.codegen.wholeStage", "false"));
    Notes.write(lab.spark());
    session = lab.fresh(Map.of());
    Notes.register(session);
  }

  @AfterContainer
  static void close() {
    lab.close();
  }

  @Property(
      seed = "4101",
      shrinking = ShrinkingMode.BOUNDED,
      afterFailure = AfterFailureMode.RANDOM_SEED)
  void rowsAreThoseOfTheAnswers(@ForAll("queries") String query) {
    List<String> expected = rows(Questions.ANSWERS.in(query));
    assertThat(rows(Questions.CALLS.in(query))).as(query).isEqualTo(expected);
    assertThat(LLM.asked().values()).as("no question comes twice").allMatch(times -> times == 1);
  }

  @Provide
  Arbitrary<String> queries() {
    return RandomQueries.any();
  }

  private static List<String> rows(String query) {
    List<String> rows = new ArrayList<>(Answers.of(session.sql(query).collectAsList()));
    rows.sort(null);
    return rows;
  }
}
