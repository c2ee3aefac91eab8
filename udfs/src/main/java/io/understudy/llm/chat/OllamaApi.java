package io.understudy.llm.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ollama's own {@code /api/chat}; the base URL has no {@code /v1}. */
final class OllamaApi implements ChatApi {
  @Override
  public String title() {
    return "Ollama";
  }

  @Override
  public String path(String model) {
    return "/api/chat";
  }

  @Override
  public Map<String, String> headers(@Nullable String key) {
    return key == null ? Map.of() : Map.of("Authorization", "Bearer " + key);
  }

  @Override
  public ObjectNode request(Ask ask) {
    ObjectNode request = ProviderHttp.JSON.createObjectNode();
    request.put("model", ask.model()).put("stream", false);
    ArrayNode messages = request.putArray("messages");
    messages.addObject().put("role", "system").put("content", ask.system());
    messages.addObject().put("role", "user").put("content", ask.user());
    ObjectNode options = request.putObject("options").put("num_predict", ask.maxTokens());
    if (ask.dialect().temperature()) {
      options.put("temperature", 0);
    }
    switch (ask.dialect().format()) {
      case JSON_SCHEMA -> request.set("format", ask.schema());
      case JSON_OBJECT -> request.put("format", "json");
      case NONE -> {
        // The message alone says what is wanted.
      }
    }
    return request;
  }

  @Override
  public @Nullable Said read(JsonNode body) {
    if (!body.path("message").isObject()) {
      return null;
    }
    return new Said(
        body.at("/message/content").asText(""),
        body.path("done_reason").asText("").equals("length") ? End.LENGTH : End.STOP,
        ChatApi.count(body.path("prompt_eval_count")),
        ChatApi.count(body.path("eval_count")));
  }
}
