package io.understudy.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.benchmarks.DataSet.Item;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetsTest {
  @Test
  void readsTheFirstRowsThatAreWanted(@TempDir Path folder) throws IOException {
    String lines =
        """
        {"id": "0", "text": "one", "label": "x", "topic": "a"}
        {"id": "1", "text": "zw\u00f6lf", "label": "y", "topic": "b", "llm": {"m": "true"}}
        {"id": "2", "text": "two", "label": "x", "topic": "b"}
        {"id": "3", "text": "three", "label": "x", "topic": "b"}
        """;
    try (OutputStream file =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("some.jsonl.gz")))) {
      file.write(lines.getBytes(StandardCharsets.UTF_8));
    }

    assertThat(
            new DataSets(folder)
                .read("some", "some-b", row -> row.path("topic").asText().equals("b"), 2))
        .contains(
            new DataSet(
                "some-b",
                java.util.List.of(
                    new Item("1", "zw\u00f6lf", "y", "true"), new Item("2", "two", "x", null))));
  }

  @Test
  void aSetThatIsNotThereIsSkipped(@TempDir Path folder) throws IOException {
    assertThat(new DataSets(folder).read("none", "none", row -> true, 9)).isEmpty();
  }
}
