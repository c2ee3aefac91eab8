package io.understudy.error;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The enum, for the code to name conditions, and the file, which says what they say, agree. */
class ErrorConditionTest {
  /** What a cure begins with, somewhere in the last line: it tells the user what to do. */
  private static final List<String> DOING =
      List.of(
          "Add", "Compute", "Correct", "Make", "Raise", "Repair", "Set", "Try", "Unset", "Use",
          "Write");

  @Test
  void enumAndFileNameTheSameConditions() {
    assertThat(
            Arrays.stream(ErrorCondition.values())
                .map(ErrorCondition::condition)
                .collect(Collectors.toSet()))
        .hasSameSizeAs(ErrorCondition.values())
        .isEqualTo(ErrorTexts.read().keySet());
  }

  @Test
  void conditionsStandInTheOrderOfTheAlphabet() throws IOException {
    try (InputStream file = ErrorTexts.class.getResourceAsStream(ErrorTexts.FILE)) {
      JsonNode conditions = new ObjectMapper().readTree(file);
      assertThat(names(conditions)).isSorted();
      conditions.forEach(main -> assertThat(names(main.path("subClass"))).isSorted());
    }
    assertThat(ErrorCondition.values())
        .isSortedAccordingTo(java.util.Comparator.comparing(Enum::name));
  }

  @ParameterizedTest
  @EnumSource
  void constantIsCalledLikeItsCondition(ErrorCondition condition) {
    assertThat(condition.name()).isEqualTo(condition.condition().replace('.', '_'));
    assertThat(condition.sqlState()).matches("[0-9A-Z]{5}");
  }

  @ParameterizedTest
  @EnumSource
  void messageSaysProblemCauseAndCure(ErrorCondition condition) {
    List<String> lines = condition.lines();
    assertThat(lines).as("problem, cause, cure").hasSize(3).allMatch(line -> !line.isBlank());
    assertThat(lines).allMatch(line -> line.matches("(?s).*[.>]"), "ends like a sentence");
    String cure = lines.get(2);
    assertThat(DOING).as("%s tells what to do", cure).anyMatch(doing -> cure.contains(doing));
  }

  @ParameterizedTest
  @EnumSource
  void everyParameterIsFilledIn(ErrorCondition condition) {
    Map<String, String> values =
        condition.parameters().stream().collect(Collectors.toMap(p -> p, p -> "$1 of " + p));
    assertThat(condition.message(values))
        .startsWith("[" + condition.condition() + "] ")
        .endsWith(" SQLSTATE: " + condition.sqlState())
        .doesNotContain("<")
        .contains(values.values());
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
