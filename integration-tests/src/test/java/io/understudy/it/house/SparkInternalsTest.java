package io.understudy.it.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SparkInternalsTest {
  private static final String REGENERATE = "UNDERSTUDY_REGENERATE";
  private static final Path LIST = MainClasses.root().resolve("docs/internals/spark-touched.txt");
  private static final String HEAD =
      """
      # What of Spark's inner parts the main jar names: classes, and their members after '#'.
      # Generated from byte code by SparkInternalsTest; run the tests with UNDERSTUDY_REGENERATE=1.
      # Not listed: Spark's public API, as SparkInternals counts it. Upgrading Spark: compile, run
      # the tests, and read the difference of this file.
      """;

  @Test
  void listIsFresh() throws IOException {
    String actual = HEAD + SparkInternals.touchedBy(MainClasses.all());
    if ("1".equals(System.getenv(REGENERATE))) {
      Files.writeString(LIST, actual);
      return;
    }
    assertThat(Files.readString(LIST))
        .as("%s is stale. If the new use is meant, run the tests with %s=1", LIST, REGENERATE)
        .isEqualTo(actual);
  }
}
