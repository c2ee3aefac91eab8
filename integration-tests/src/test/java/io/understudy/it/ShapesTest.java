package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Wherever a question stands in a query, the rows are those of the same query over a table that has
 * the answers in a column, no question is asked twice, and none that the query does not need.
 */
class ShapesTest {
  private static final Path FILES = Path.of("src", "test", "resources", "shapes");
  private static final Recorder LLM = new Recorder();

  private static Lab lab;

  @BeforeAll
  static void open() {
    lab = Lab.open("local[2]", LLM, Map.of("spark.sql.shuffle.partitions", "2"));
    Notes.write(lab.spark());
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @TestFactory
  Stream<DynamicTest> shapes() {
    Pattern only = Pattern.compile(System.getProperty("understudy.shape", ""));
    return Shape.all(FILES).stream()
        .filter(shape -> only.matcher(shape.name()).find())
        .map(shape -> DynamicTest.dynamicTest(shape.name(), () -> check(shape)));
  }

  private static void check(Shape shape) {
    if (shape.error().isPresent()) {
      Throwable thrown = catchThrowable(() -> run(shape, Questions.CALLS));
      assertThat(thrown).as("an error").isNotNull();
      assertThat(Errors.conditions(thrown)).as("%s", thrown).contains(shape.error().get());
    } else {
      List<List<String>> expected = run(shape, Questions.ANSWERS);
      assertThat(lab.server().requests()).as("the answers need no LLM").isZero();
      assertThat(run(shape, Questions.CALLS)).isEqualTo(expected);
    }
    Map<String, Integer> asked = LLM.asked();
    assertThat(asked.values())
        .as("no question comes twice: %s", asked)
        .allMatch(times -> times == 1);
    Bound.of(shape.calls()).check("LLM calls", lab.server().requests());
  }

  /** The results of all statements; each row as text, under a first line with the types. */
  private static List<List<String>> run(Shape shape, Questions questions) {
    SparkSession session = lab.fresh(shape.settings());
    Notes.register(session);
    lab.server().reset();
    LLM.reset();
    List<List<String>> results = new ArrayList<>();
    try {
      for (String statement : shape.statements()) {
        results.add(result(session.sql(questions.in(statement))));
      }
    } finally {
      session.catalog().clearCache();
      drop(session, "VIEWS", "VIEW");
      drop(session, "TABLES", "TABLE");
    }
    if (!shape.ordered()) {
      List<String> last = results.get(results.size() - 1);
      last.subList(1, last.size()).sort(null);
    }
    return results;
  }

  /** Tables and persistent views outlive their session. */
  private static void drop(SparkSession session, String kinds, String kind) {
    session.sql("SHOW " + kinds + " LIKE 'shape_*'").collectAsList().stream()
        .map(row -> row.getString(1))
        .forEach(name -> session.sql("DROP " + kind + " " + name));
  }

  private static List<String> result(Dataset<Row> result) {
    List<String> lines = new ArrayList<>();
    lines.add(
        Stream.of(result.schema().fields())
            .map(StructField::dataType)
            .map(type -> type.catalogString())
            .toList()
            .toString());
    lines.addAll(Answers.of(result.collectAsList()));
    return lines;
  }
}
