package io.understudy.llm.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Amazon Bedrock's Converse API, with a Bedrock API key as bearer token; requests are not signed
 * with an AWS identity. The form of the answer is bound by a tool that the model has to use.
 */
final class BedrockApi implements ChatApi {
  @Override
  public String title() {
    return "Bedrock";
  }

  @Override
  public String path(String model) {
    return "/model/" + ProviderHttp.segment(model) + "/converse";
  }

  @Override
  public Map<String, String> headers(@Nullable String key) {
    return key == null ? Map.of() : Map.of("Authorization", "Bearer " + key);
  }

  @Override
  public ObjectNode request(Ask ask) {
    ObjectNode request = ProviderHttp.JSON.createObjectNode();
    request.putArray("system").addObject().put("text", ask.system());
    ObjectNode message = request.putArray("messages").addObject().put("role", "user");
    message.putArray("content").addObject().put("text", ask.user());
    ObjectNode config = request.putObject("inferenceConfig").put("maxTokens", ask.maxTokens());
    if (ask.dialect().temperature()) {
      config.put("temperature", 0);
    }
    if (ask.structured()) {
      ObjectNode tools = request.putObject("toolConfig");
      ObjectNode tool = tools.putArray("tools").addObject().putObject("toolSpec");
      tool.put("name", "answer").put("description", "Gives the answer.");
      tool.putObject("inputSchema").set("json", ask.schema());
      tools.putObject("toolChoice").putObject("tool").put("name", "answer");
    }
    return request;
  }

  @Override
  public @Nullable Said read(JsonNode body) {
    JsonNode content = body.at("/output/message/content");
    if (!content.isArray()) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode block : content) {
      if (block.has("toolUse")) {
        text.append(block.at("/toolUse/input"));
      } else {
        text.append(block.path("text").asText(""));
      }
    }
    End end =
        switch (body.path("stopReason").asText("")) {
          case "max_tokens" -> End.LENGTH;
          case "guardrail_intervened", "content_filtered" -> End.FILTER;
          default -> End.STOP;
        };
    return new Said(
        text.toString(),
        end,
        ChatApi.count(body.at("/usage/inputTokens")),
        ChatApi.count(body.at("/usage/outputTokens")));
  }
}
