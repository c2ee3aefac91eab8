package io.understudy.catalyst.extract;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.catalyst.Plans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plans before and after the rule. A case is a file with a query in it; what follows the query is
 * written by the test.
 */
class PlanFilesTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "plans");
  private static final String REGENERATE = "UNDERSTUDY_REGENERATE";
  private static final String PLANS = "== before ==";

  static Stream<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void planIsAsApproved(String name) throws IOException {
    Path file = FOLDER.resolve(name);
    String approved = Files.readString(file);
    int plans = approved.indexOf(PLANS);
    String query = (plans < 0 ? approved : approved.substring(0, plans)).strip();
    String actual = query + "\n\n" + Plans.text(Plans.extracted(query));
    if ("1".equals(System.getenv(REGENERATE))) {
      Files.writeString(file, actual);
      return;
    }
    assertThat(actual)
        .as("%s. If the new plan is right, run the tests with %s=1", file, REGENERATE)
        .isEqualTo(approved);
  }

  @Test
  void casesAreFound() throws IOException {
    assertThat(cases().toList()).hasSizeGreaterThan(List.of(FOLDER).size());
  }
}
