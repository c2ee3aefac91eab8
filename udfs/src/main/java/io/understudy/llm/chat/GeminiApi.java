package io.understudy.llm.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gemini's {@code generateContent}; the base URL usually ends in {@code /v1beta}. */
final class GeminiApi implements ChatApi {
  @Override
  public String title() {
    return "Gemini";
  }

  @Override
  public String path(String model) {
    return "/models/" + ProviderHttp.segment(model) + ":generateContent";
  }

  @Override
  public Map<String, String> headers(@Nullable String key) {
    return key == null ? Map.of() : Map.of("x-goog-api-key", key);
  }

  @Override
  public ObjectNode request(Ask ask) {
    ObjectNode request = ProviderHttp.JSON.createObjectNode();
    request.putObject("systemInstruction").putArray("parts").addObject().put("text", ask.system());
    ObjectNode content = request.putArray("contents").addObject().put("role", "user");
    content.putArray("parts").addObject().put("text", ask.user());
    ObjectNode config = request.putObject("generationConfig");
    config.put("maxOutputTokens", ask.maxTokens());
    if (ask.dialect().temperature()) {
      config.put("temperature", 0);
    }
    if (ask.dialect().format() != ChatDialect.Format.NONE) {
      config.put("responseMimeType", "application/json");
    }
    if (ask.structured()) {
      config.set("responseSchema", openApi(ask.schema()));
    }
    return request;
  }

  /** Gemini's schemas are OpenAPI's: types in capitals, and no additionalProperties. */
  private static JsonNode openApi(JsonNode schema) {
    if (!schema.isObject()) {
      return schema;
    }
    ObjectNode copy = ProviderHttp.JSON.createObjectNode();
    schema
        .fields()
        .forEachRemaining(
            field -> {
              if (field.getKey().equals("type") && field.getValue().isTextual()) {
                copy.put("type", field.getValue().asText().toUpperCase(Locale.ROOT));
              } else if (!field.getKey().equals("additionalProperties")) {
                copy.set(field.getKey(), openApi(field.getValue()));
              }
            });
    return copy;
  }

  @Override
  public @Nullable Said read(JsonNode body) {
    JsonNode usage = body.path("usageMetadata");
    Long in = ChatApi.count(usage.path("promptTokenCount"));
    if (body.at("/promptFeedback/blockReason").isTextual()) {
      return new Said("", End.FILTER, in, 0L);
    }
    JsonNode candidate = body.path("candidates").path(0);
    if (!candidate.isObject()) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : candidate.at("/content/parts")) {
      if (!part.path("thought").asBoolean()) {
        text.append(part.path("text").asText(""));
      }
    }
    End end =
        switch (candidate.path("finishReason").asText("")) {
          case "MAX_TOKENS" -> End.LENGTH;
          case "SAFETY", "RECITATION", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII" -> End.FILTER;
          default -> End.STOP;
        };
    Long out = ChatApi.count(usage.path("candidatesTokenCount"));
    Long thought = ChatApi.count(usage.path("thoughtsTokenCount"));
    return new Said(
        text.toString(),
        end,
        in,
        out == null || thought == null ? out : Long.valueOf(out + thought));
  }
}
