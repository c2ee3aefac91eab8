package io.understudy.spark.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.sample.ContentKey;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Open batches in a store's folder. Like the log of labels it asks nothing of the file system but
 * to create a new file: a batch has one file from before it is submitted, and another from when it
 * has a name. Both are removed when its labels are kept.
 *
 * <p>A file that its writer died over is no JSON and is skipped: what the first one announces had
 * not been submitted, and what the second one names is found by the first.
 */
final class BatchFolder implements OpenBatches {
  private static final int FORMAT = 1;
  private static final String INTENDED = ".intended.json";
  private static final String STARTED = ".started.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StoreRoot root;

  BatchFolder(StoreRoot root) {
    this.root = root;
  }

  @Override
  public List<OpenBatch> of(String question) {
    Map<String, OpenBatch> byToken = new LinkedHashMap<>();
    try {
      for (Path file : files()) {
        read(file)
            .filter(batch -> batch.question().equals(question))
            .ifPresent(
                batch ->
                    byToken.merge(
                        batch.token(), batch, (one, other) -> one.id().isEmpty() ? other : one));
      }
    } catch (IOException | RuntimeException e) {
      throw StoreErrors.unreadable(root.name(), e);
    }
    return new ArrayList<>(byToken.values());
  }

  @Override
  public void keep(OpenBatch batch) {
    boolean intended = batch.id().isEmpty();
    try {
      // The name may have been written before, by somebody who died over it or lives: it is the
      // same.
      StoreLog.write(
          root.files(),
          path(batch, intended ? INTENDED : STARTED),
          JSON.writeValueAsBytes(json(batch)),
          /* overwrite= */ !intended);
    } catch (IOException | RuntimeException e) {
      throw StoreErrors.unwritable(root.name(), e);
    }
  }

  @Override
  public void ended(OpenBatch batch) {
    try {
      // Not the other way round: who dies in between leaves what can still be looked for.
      root.files().delete(path(batch, STARTED), false);
      root.files().delete(path(batch, INTENDED), false);
    } catch (IOException | RuntimeException e) {
      throw StoreErrors.unwritable(root.name(), e);
    }
  }

  @Override
  public boolean outliveTheApplication() {
    return true;
  }

  private Path path(OpenBatch batch, String suffix) {
    return new Path(root.batches(), batch.token() + suffix);
  }

  private List<Path> files() throws IOException {
    try {
      return Arrays.stream(root.files().listStatus(root.batches()))
          .map(FileStatus::getPath)
          .filter(path -> path.getName().endsWith(INTENDED) || path.getName().endsWith(STARTED))
          .sorted()
          .toList();
    } catch (FileNotFoundException nothingYet) {
      return List.of();
    }
  }

  private Optional<OpenBatch> read(Path file) throws IOException {
    JsonNode json;
    try (var in = root.files().open(file)) {
      json = JSON.readTree(in.readAllBytes());
    } catch (FileNotFoundException | JsonProcessingException | ChecksumException endedOrTorn) {
      return Optional.empty();
    }
    if (json.isMissingNode()) {
      return Optional.empty();
    }
    if (json.path("format").asInt() != FORMAT) {
      throw new IOException(file + " is of a form that this version does not know");
    }
    List<ContentKey> rows = new ArrayList<>();
    json.path("rows").forEach(row -> rows.add(ContentKey.ofHex(row.asText())));
    return Optional.of(
        new OpenBatch(
            json.path("token").asText(),
            json.path("question").asText(),
            json.path("url").asText(),
            json.path("id").asText(),
            Instant.parse(json.path("submitted").asText()),
            json.path("prompt_tokens").asLong(),
            rows));
  }

  private static ObjectNode json(OpenBatch batch) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("format", FORMAT)
            .put("token", batch.token())
            .put("question", batch.question())
            .put("url", batch.url())
            .put("id", batch.id())
            .put("submitted", batch.submittedAt().toString())
            .put("prompt_tokens", batch.promptTokens());
    ArrayNode rows = json.putArray("rows");
    batch.rows().forEach(row -> rows.add(row.hex()));
    return json;
  }
}
