package io.understudy.localllm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The API that a chat request speaks. Inside, everything is in OpenAI's form. */
enum Form {
  OPENAI("/v1/chat/completions", "Authorization") {
    @Override
    ObjectNode request(JsonNode body, URI uri) {
      return body.deepCopy();
    }

    @Override
    ObjectNode reply(Reply said) {
      return said.whole();
    }
  },

  /** OpenAI's form with the key in {@code api-key}. */
  AZURE("/openai/v1/chat/completions", "api-key") {
    @Override
    ObjectNode request(JsonNode body, URI uri) {
      return body.deepCopy();
    }

    @Override
    ObjectNode reply(Reply said) {
      return said.whole();
    }
  },

  ANTHROPIC("/v1/messages", "x-api-key") {
    @Override
    ObjectNode request(JsonNode body, URI uri) {
      return chat(
          body.path("model").asText(),
          body.path("system").asText(),
          body.at("/messages/0/content").asText(),
          body.at("/tools/0/input_schema"));
    }

    @Override
    ObjectNode reply(Reply said) {
      ObjectNode body = JSON.createObjectNode().put("type", "message").put("role", "assistant");
      ArrayNode content = body.putArray("content");
      Optional<JsonNode> input = said.object();
      if (input.isPresent()) {
        content.addObject().put("type", "tool_use").put("name", "answer").set("input", input.get());
      } else if (!said.text().isEmpty()) {
        content.addObject().put("type", "text").put("text", said.text());
      }
      String stop = said.refused() ? "refusal" : said.finish().equals("length") ? "max_tokens" : "";
      body.put("stop_reason", stop.isEmpty() ? "end_turn" : stop);
      if (said.usage()) {
        body.putObject("usage")
            .put("input_tokens", said.tokensIn())
            .put("output_tokens", said.tokensOut());
      }
      return body;
    }

    @Override
    ObjectNode error(int status, String code, String message) {
      ObjectNode body = JSON.createObjectNode().put("type", "error");
      body.putObject("error").put("type", code).put("message", message);
      return body;
    }
  },

  GEMINI("/v1beta/models", "x-goog-api-key") {
    @Override
    ObjectNode request(JsonNode body, URI uri) {
      String last = segment(uri, 3);
      return chat(
          last.substring(0, last.lastIndexOf(':')),
          body.at("/systemInstruction/parts/0/text").asText(),
          body.at("/contents/0/parts/0/text").asText(),
          body.at("/generationConfig/responseSchema"));
    }

    @Override
    ObjectNode reply(Reply said) {
      ObjectNode body = JSON.createObjectNode();
      ObjectNode candidate = body.putArray("candidates").addObject();
      candidate
          .putObject("content")
          .put("role", "model")
          .putArray("parts")
          .addObject()
          .put("text", said.text());
      candidate.put(
          "finishReason",
          switch (said.finish()) {
            case "length" -> "MAX_TOKENS";
            case "content_filter" -> "SAFETY";
            default -> "STOP";
          });
      if (said.usage()) {
        body.putObject("usageMetadata")
            .put("promptTokenCount", said.tokensIn())
            .put("candidatesTokenCount", said.tokensOut());
      }
      return body;
    }

    @Override
    ObjectNode error(int status, String code, String message) {
      ObjectNode body = JSON.createObjectNode();
      body.putObject("error").put("code", status).put("status", code).put("message", message);
      return body;
    }
  },

  OLLAMA("/api/chat", "Authorization") {
    @Override
    ObjectNode request(JsonNode body, URI uri) {
      return chat(
          body.path("model").asText(),
          body.at("/messages/0/content").asText(),
          body.at("/messages/1/content").asText(),
          body.path("format"));
    }

    @Override
    ObjectNode reply(Reply said) {
      ObjectNode body = JSON.createObjectNode().put("done", true);
      body.putObject("message").put("role", "assistant").put("content", said.text());
      body.put("done_reason", said.finish().equals("length") ? "length" : "stop");
      if (said.usage()) {
        body.put("prompt_eval_count", said.tokensIn()).put("eval_count", said.tokensOut());
      }
      return body;
    }

    @Override
    ObjectNode error(int status, String code, String message) {
      return JSON.createObjectNode().put("error", message);
    }
  },

  BEDROCK("/model", "Authorization") {
    @Override
    ObjectNode request(JsonNode body, URI uri) {
      return chat(
          segment(uri, 2),
          body.at("/system/0/text").asText(),
          body.at("/messages/0/content/0/text").asText(),
          body.at("/toolConfig/tools/0/toolSpec/inputSchema/json"));
    }

    @Override
    ObjectNode reply(Reply said) {
      ObjectNode body = JSON.createObjectNode();
      ArrayNode content =
          body.putObject("output")
              .putObject("message")
              .put("role", "assistant")
              .putArray("content");
      Optional<JsonNode> input = said.object();
      if (input.isPresent()) {
        content.addObject().putObject("toolUse").put("name", "answer").set("input", input.get());
      } else {
        content.addObject().put("text", said.text());
      }
      body.put(
          "stopReason",
          switch (said.finish()) {
            case "length" -> "max_tokens";
            case "content_filter" -> "content_filtered";
            default -> input.isPresent() ? "tool_use" : "end_turn";
          });
      if (said.usage()) {
        body.putObject("usage")
            .put("inputTokens", said.tokensIn())
            .put("outputTokens", said.tokensOut());
      }
      return body;
    }

    @Override
    ObjectNode error(int status, String code, String message) {
      return JSON.createObjectNode().put("message", message);
    }
  };

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String path;
  private final String keyHeader;

  Form(String path, String keyHeader) {
    this.path = path;
    this.keyHeader = keyHeader;
  }

  /** The form of the requests to an address; OpenAI's where none says otherwise. */
  static Form of(URI uri) {
    return Arrays.stream(values())
        .filter(form -> uri.getPath().startsWith(form.path))
        .findFirst()
        .orElse(OPENAI);
  }

  /** What the paths of its requests begin with. */
  String path() {
    return path;
  }

  /** The key that a request brings, or null. */
  @Nullable String key(Headers headers) {
    String value = headers.getFirst(keyHeader);
    if (value == null || !keyHeader.equals("Authorization")) {
      return value;
    }
    return value.startsWith("Bearer ") ? value.substring("Bearer ".length()) : value;
  }

  /** A request in OpenAI's form. */
  abstract ObjectNode request(JsonNode body, URI uri);

  /** A reply in its own form. */
  abstract ObjectNode reply(Reply said);

  /** The body of an error in its own form. */
  ObjectNode error(int status, String code, String message) {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("error")
        .put("message", message)
        .put("type", status >= 500 ? "server_error" : "invalid_request_error")
        .put("code", code);
    return body;
  }

  /** A reply in OpenAI's form, with names for its parts. */
  record Reply(ObjectNode whole) {
    private JsonNode choice() {
      return whole.at("/choices/0");
    }

    String text() {
      String content = choice().at("/message/content").asText("");
      return content.isEmpty() || choice().at("/message/content").isNull()
          ? choice().at("/message/refusal").asText("")
          : content;
    }

    boolean refused() {
      return choice().path("message").has("refusal");
    }

    String finish() {
      return choice().path("finish_reason").asText();
    }

    boolean usage() {
      return whole.has("usage");
    }

    long tokensIn() {
      return whole.at("/usage/prompt_tokens").asLong();
    }

    long tokensOut() {
      return whole.at("/usage/completion_tokens").asLong();
    }

    /** The text as a JSON object, if it is one. */
    Optional<JsonNode> object() {
      try {
        JsonNode node = JSON.readTree(text());
        return node.isObject() ? Optional.of(node) : Optional.empty();
      } catch (IOException notJson) {
        return Optional.empty();
      }
    }
  }

  private static ObjectNode chat(String model, String system, String user, JsonNode schema) {
    ObjectNode request = JSON.createObjectNode().put("model", model);
    ArrayNode messages = request.putArray("messages");
    messages.addObject().put("role", "system").put("content", system);
    messages.addObject().put("role", "user").put("content", user);
    if (schema.isObject()) {
      ObjectNode format = request.putObject("response_format").put("type", "json_schema");
      format.putObject("json_schema").set("schema", schema);
    }
    return request;
  }

  private static String segment(URI uri, int number) {
    return URLDecoder.decode(uri.getRawPath().split("/")[number], StandardCharsets.UTF_8);
  }
}
