package io.understudy.spark.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.spark.store.StoreRoot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** How embedding views are kept. */
final class EmbeddingViewForm implements ViewForm<EmbeddingView> {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The embedding views of a store. */
  static ViewFolder<EmbeddingView> of(StoreRoot root) {
    return new ViewFolder<>(root, new EmbeddingViewForm());
  }

  @Override
  public String kind() {
    return "embedding view";
  }

  @Override
  public Path folder(StoreRoot root) {
    return root.views();
  }

  @Override
  public String table() {
    return "vectors-";
  }

  @Override
  public ObjectNode json(EmbeddingView view) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("id", view.id())
            .put("table", view.table())
            .put("column", view.column())
            .put("version", view.version())
            .put("whole", view.whole())
            .put("contents", view.contents())
            .put("refreshed_at", view.refreshedAt().toString());
    json.putObject("embedder")
        .put("name", view.embedder().name())
        .put("model", view.embedder().model())
        .put("identity", view.embedder().identity())
        .put("dimension", view.embedder().dimension());
    view.sources().forEach(json.withArray("sources")::add);
    return json;
  }

  @Override
  public EmbeddingView view(String name, int revision, JsonNode json) {
    List<String> sources = new ArrayList<>();
    json.path("sources").forEach(source -> sources.add(source.asText()));
    JsonNode embedder = json.path("embedder");
    return new EmbeddingView(
        name,
        revision,
        json.path("id").asText(),
        json.path("table").asText(),
        sources,
        json.path("column").asText(),
        new ViewEmbedder(
            embedder.path("name").asText(),
            embedder.path("model").asText(),
            embedder.path("identity").asText(),
            embedder.path("dimension").asInt()),
        json.path("version").asText(),
        json.path("whole").asBoolean(),
        json.path("contents").asLong(),
        Instant.parse(json.path("refreshed_at").asText()));
  }
}
