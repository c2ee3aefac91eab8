package io.understudy.llm.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** OpenAI's chat completions; with another header for the key Azure's, too. */
final class OpenAiApi implements ChatApi {
  private final boolean azure;

  /**
   * @param azure whether the key goes into {@code api-key}
   */
  OpenAiApi(boolean azure) {
    this.azure = azure;
  }

  @Override
  public String title() {
    return "OpenAI";
  }

  @Override
  public String path(String model) {
    return "/chat/completions";
  }

  @Override
  public Map<String, String> headers(@Nullable String key) {
    if (key == null) {
      return Map.of();
    }
    return azure ? Map.of("api-key", key) : Map.of("Authorization", "Bearer " + key);
  }

  @Override
  public ObjectNode request(Ask ask) {
    ObjectNode request = ProviderHttp.JSON.createObjectNode();
    request.put("model", ask.model());
    ArrayNode messages = request.putArray("messages");
    messages.addObject().put("role", "system").put("content", ask.system());
    messages.addObject().put("role", "user").put("content", ask.user());
    ask.dialect().write(request, ask.answers(), ask.packed(), ask.maxTokens());
    return request;
  }

  @Override
  public @Nullable Said read(JsonNode body) {
    JsonNode choice = body.path("choices").path(0);
    JsonNode message = choice.path("message");
    if (!message.isObject()) {
      return null;
    }
    JsonNode usage = body.path("usage");
    return new Said(
        content(message.path("content")),
        end(choice.path("finish_reason").asText(""), message),
        ChatApi.count(usage.path("prompt_tokens")),
        ChatApi.count(usage.path("completion_tokens")),
        Logprobs.read(choice.at("/logprobs/content")));
  }

  private static End end(String reason, JsonNode message) {
    return switch (reason) {
      case "length" -> End.LENGTH;
      case "content_filter" -> End.FILTER;
      default -> message.path("refusal").asText("").isBlank() ? End.STOP : End.REFUSAL;
    };
  }

  private static String content(JsonNode content) {
    if (!content.isArray()) {
      return content.isNull() ? "" : content.asText("");
    }
    StringBuilder text = new StringBuilder();
    content.forEach(part -> text.append(part.path("text").asText("")));
    return text.toString();
  }
}
