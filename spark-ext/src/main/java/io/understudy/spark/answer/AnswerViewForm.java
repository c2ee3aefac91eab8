package io.understudy.spark.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.spark.prepared.DataState;
import io.understudy.spark.store.StoreRoot;
import io.understudy.spark.view.ViewFolder;
import io.understudy.spark.view.ViewForm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** How answer views are kept. */
final class AnswerViewForm implements ViewForm<AnswerView> {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The answer views of a store. */
  static ViewFolder<AnswerView> of(StoreRoot root) {
    return new ViewFolder<>(root, new AnswerViewForm());
  }

  @Override
  public String kind() {
    return "answer view";
  }

  @Override
  public Path folder(StoreRoot root) {
    return root.answers();
  }

  @Override
  public String table() {
    return "rows-";
  }

  @Override
  public ObjectNode json(AnswerView view) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("id", view.id())
            .put("query", view.query())
            .put("columns", view.columns().json())
            .put("written", view.written())
            .put("rows", view.counts().rows())
            .put("failed", view.counts().failed())
            .put("refreshed_at", view.refreshedAt().toString());
    view.place().forEach(json.withArray("place")::add);
    view.questions().forEach(json.withArray("questions")::add);
    json.putObject("data")
        .put("table", view.data().table())
        .put("source", view.data().source())
        .put("version", view.data().version())
        .put("view", view.data().view());
    return json;
  }

  @Override
  public AnswerView view(String name, int revision, JsonNode json) {
    JsonNode data = json.path("data");
    return new AnswerView(
        name,
        revision,
        json.path("id").asText(),
        json.path("query").asText(),
        texts(json.path("place")),
        (StructType) DataType.fromJson(json.path("columns").asText()),
        texts(json.path("questions")),
        new DataState(
            data.path("table").asText(),
            data.path("source").asText(),
            data.path("version").asText(),
            data.path("view").asText()),
        json.path("written").asText(),
        new AnswerView.Counts(json.path("rows").asLong(), json.path("failed").asLong()),
        Instant.parse(json.path("refreshed_at").asText()));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
