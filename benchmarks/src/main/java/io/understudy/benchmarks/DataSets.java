package io.understudy.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.benchmarks.DataSet.Item;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The folder with the labelled sets: gzipped JSON lines, one file per set. */
public final class DataSets {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Which of the recorded LLMs is the oracle; of a file that is not named here, the first. */
  private static final Map<String, String> ORACLES =
      Map.of(
          "sst2_llama", "llama-3.3-70b",
          "github_sentiment", "gpt-4o-2024-05-13_0shot",
          "tcb_policy", "gpt-4o-2024-11-20");

  private final Path folder;

  public DataSets(Path folder) {
    this.folder = folder;
  }

  /** The folder that {@code UNDERSTUDY_DATA} names, else {@code ../shared/data}. */
  public static DataSets usual() {
    String named = System.getenv("UNDERSTUDY_DATA");
    return new DataSets(
        named != null ? Path.of(named) : Places.root().resolveSibling("shared").resolve("data"));
  }

  /**
   * Reads the first rows of a set that are wanted.
   *
   * @param file name of the file without its endings
   * @param name of the result
   * @param wanted which lines count, by their JSON
   * @param most how many rows at most
   * @return nothing, with a note on standard error, if there is no such file
   */
  public Optional<DataSet> read(String file, String name, Predicate<JsonNode> wanted, int most)
      throws IOException {
    Path path = folder.resolve(file + ".jsonl.gz");
    if (!Files.isReadable(path)) {
      System.err.printf(
          "%s is skipped: there is no readable %s. Set UNDERSTUDY_DATA to the folder that has it.%n",
          name, path);
      return Optional.empty();
    }
    List<Item> items = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(path)), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine();
          line != null && items.size() < most;
          line = reader.readLine()) {
        JsonNode row = JSON.readTree(line);
        if (wanted.test(row)) {
          items.add(item(row, ORACLES.get(file)));
        }
      }
    }
    return Optional.of(new DataSet(name, items));
  }

  private static Item item(JsonNode row, @Nullable String oracle) {
    JsonNode answers = row.path("llm");
    JsonNode answer =
        oracle != null
            ? answers.path(oracle)
            : answers.isEmpty() ? answers.path(0) : answers.elements().next();
    return new Item(
        row.path("id").asText(),
        row.path("text").asText(),
        row.path("label").asText(),
        answer.isMissingNode() || answer.isNull() ? null : answer.asText());
  }
}
