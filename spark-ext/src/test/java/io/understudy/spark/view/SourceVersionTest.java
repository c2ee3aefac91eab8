package io.understudy.spark.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceVersionTest {
  private Path table;
  private Path log;

  @BeforeEach
  void twoCommits(@TempDir Path folder) throws IOException {
    table = folder;
    log = Files.createDirectories(table.resolve("_delta_log"));
    Files.writeString(log.resolve("00000000000000000000.json"), "{}");
    Files.writeString(log.resolve("00000000000000000001.json"), "{}\n{}");
  }

  private String version() throws IOException {
    return SourceVersion.of(List.of("table:a.b", "files:" + table.toUri()), new Configuration());
  }

  @Test
  void isTheNewestCommit() throws IOException {
    assertThat(version()).startsWith("1@").endsWith("/5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"_staged_commits", "_commits"})
  void aTableWhoseCommitsACatalogueKeepsHasNone(String folder) throws IOException {
    Path staged = Files.createDirectories(log.resolve(folder));
    assertThat(version()).startsWith("1@");
    Files.writeString(staged.resolve("00000000000000000002.some-id.json"), "{}");
    assertThat(version()).isEmpty();
  }
}
