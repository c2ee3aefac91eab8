package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.account.RunColumns;
import io.understudy.function.FunctionExample;
import io.understudy.function.FunctionSpec;
import io.understudy.function.RunsSpec;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of {@code DESCRIBE FUNCTION EXTENDED} and the docs do what they say. */
class FunctionExamplesTest {
  private static Lab lab;

  @BeforeAll
  static void open() {
    lab = Lab.open();
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @BeforeEach
  void reset() {
    lab.server().reset();
  }

  static Stream<FunctionExample> examples() {
    return FunctionSpec.ALL.stream().flatMap(spec -> spec.examples().stream());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void exampleAnswersWhatItSays(FunctionExample example) {
    assertThat(rows(lab.spark().sql(example.sql()))).isEqualTo(example.rows());
    assertThat(lab.server().requests()).isLessThanOrEqualTo(2);
  }

  private static List<String> rows(Dataset<Row> answer) {
    Column[] texts =
        Stream.of(answer.columns())
            .map(
                name ->
                    functions.coalesce(functions.col(name).cast("string"), functions.lit("NULL")))
            .toArray(Column[]::new);
    return answer.select(functions.concat_ws("\t", texts)).collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void runsCanBeRead() {
    Dataset<Row> runs = lab.spark().sql(RunsSpec.EXAMPLE.sql());
    assertThat(runs.columns()).startsWith("function", "decision");
    assertThat(lab.sql("DESCRIBE QUERY SELECT * FROM understudy_runs()"))
        .hasSameSizeAs(RunColumns.ALL)
        .allSatisfy(column -> assertThat(column.getString(2)).isNotBlank());
  }
}
