package io.understudy.llm.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Anthropic's Messages API. The form of the answer is bound by a tool that the model has to use,
 * which all its models can.
 */
final class AnthropicApi implements ChatApi {
  private static final String VERSION = "2023-06-01";

  @Override
  public String title() {
    return "Anthropic";
  }

  @Override
  public String path(String model) {
    return "/messages";
  }

  @Override
  public Map<String, String> headers(@Nullable String key) {
    Map<String, String> headers = new HashMap<>(Map.of("anthropic-version", VERSION));
    if (key != null) {
      headers.put("x-api-key", key);
    }
    return headers;
  }

  @Override
  public ObjectNode request(Ask ask) {
    ObjectNode request = ProviderHttp.JSON.createObjectNode();
    request.put("model", ask.model()).put("max_tokens", ask.maxTokens());
    request.put("system", ask.system());
    request.putArray("messages").addObject().put("role", "user").put("content", ask.user());
    if (ask.dialect().temperature()) {
      request.put("temperature", 0);
    }
    if (ask.structured()) {
      ObjectNode tool = request.putArray("tools").addObject();
      tool.put("name", "answer").put("description", "Gives the answer.");
      tool.set("input_schema", ask.schema());
      request.putObject("tool_choice").put("type", "tool").put("name", "answer");
    }
    return request;
  }

  @Override
  public @Nullable Said read(JsonNode body) {
    if (!body.path("content").isArray()) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode block : body.path("content")) {
      if (block.path("type").asText().equals("tool_use")) {
        text.append(block.path("input"));
      } else if (block.path("type").asText().equals("text")) {
        text.append(block.path("text").asText());
      }
    }
    End end =
        switch (body.path("stop_reason").asText("")) {
          case "max_tokens" -> End.LENGTH;
          case "refusal" -> End.REFUSAL;
          default -> End.STOP;
        };
    return new Said(
        text.toString(), end, tokensIn(body), ChatApi.count(body.at("/usage/output_tokens")));
  }

  /** Tokens written to and read from the prompt cache are reported apart from the others. */
  private static @Nullable Long tokensIn(JsonNode body) {
    Long fresh = ChatApi.count(body.at("/usage/input_tokens"));
    return fresh == null
        ? null
        : fresh
            + body.at("/usage/cache_creation_input_tokens").asLong(0)
            + body.at("/usage/cache_read_input_tokens").asLong(0);
  }
}
