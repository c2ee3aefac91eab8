package io.understudy.spark.error;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.catalyst.bridge.Seqs;
import io.understudy.error.ErrorCondition;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.ErrorClassesJsonReader;
import org.apache.spark.SparkThrowable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ErrorPageTest {
  @Test
  void pageIsWhatTheCodeSays() throws IOException {
    Path page = Path.of(System.getProperty("understudy.root"), "docs", "errors.md");
    String expected = ErrorPage.render(states());
    if ("1".equals(System.getenv("UNDERSTUDY_REGENERATE"))) {
      Files.writeString(page, expected);
    }
    assertThat(page)
        .as("%s is generated from the code. Regenerate it: %s", page, ErrorPage.REGENERATE)
        .hasContent(expected);
  }

  /** Spark's list has those of the standard and of other databases. */
  @ParameterizedTest
  @EnumSource
  void sqlStateIsOneThatSparkKnows(ErrorCondition condition) throws IOException {
    assertThat(states()).containsKey(condition.sqlState());
  }

  /** The file is of Spark's form, and Spark makes the same message of it. */
  @ParameterizedTest
  @EnumSource
  void sparkReadsTheSame(ErrorCondition condition) {
    ErrorClassesJsonReader reader =
        new ErrorClassesJsonReader(
            Seqs.<URL>seq(
                resource(ErrorCondition.class, "/error/understudy-error-conditions.json")));
    Map<String, String> values = new TreeMap<>();
    condition.parameters().forEach(name -> values.put(name, "value of " + name));
    Map<String, Object> objects = new TreeMap<>(values);
    assertThat(reader.isValidErrorClass(condition.condition())).isTrue();
    assertThat(reader.getSqlState(condition.condition())).isEqualTo(condition.sqlState());
    assertThat(reader.getMessageTemplate(condition.condition())).isEqualTo(condition.template());
    assertThat(condition.message(values))
        .isEqualTo(
            "[%s] %s SQLSTATE: %s"
                .formatted(
                    condition.condition(),
                    reader.getErrorMessage(condition.condition(), Seqs.map(objects)),
                    condition.sqlState()));
  }

  private static Map<String, String> states() throws IOException {
    JsonNode states =
        new ObjectMapper().readTree(resource(SparkThrowable.class, "/error/error-states.json"));
    Map<String, String> described = new TreeMap<>();
    states
        .fields()
        .forEachRemaining(
            state -> described.put(state.getKey(), state.getValue().path("description").asText()));
    return described;
  }

  private static URL resource(Class<?> near, String name) {
    return Objects.requireNonNull(near.getResource(name), name);
  }
}
