package io.understudy.localllm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Deterministic embeddings: every word adds 1 or -1 to one component, both chosen by the word's
 * hash. Texts that share words are near each other. The vectors are not normalised.
 */
final class EmbeddingResponder {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int dimension;

  EmbeddingResponder(int dimension) {
    this.dimension = dimension;
  }

  static List<String> texts(JsonNode request) {
    JsonNode input = request.path("input");
    List<String> texts = new ArrayList<>();
    if (input.isTextual()) {
      texts.add(input.asText());
    } else {
      input.forEach(text -> texts.add(text.asText()));
    }
    return texts;
  }

  String embed(JsonNode request, List<String> texts) {
    boolean base64 = request.path("encoding_format").asText().equals("base64");
    ObjectNode body = JSON.createObjectNode();
    body.put("object", "list").put("model", request.path("model").asText());
    ArrayNode data = body.putArray("data");
    long characters = 0;
    for (int i = 0; i < texts.size(); i++) {
      ObjectNode element = data.addObject().put("object", "embedding").put("index", i);
      float[] vector = vector(texts.get(i));
      if (base64) {
        element.put("embedding", base64(vector));
      } else {
        ArrayNode values = element.putArray("embedding");
        for (float value : vector) {
          values.add(value);
        }
      }
      characters += texts.get(i).length();
    }
    body.putObject("usage")
        .put("prompt_tokens", characters / 4)
        .put("total_tokens", characters / 4);
    return body.toString();
  }

  float[] vector(String text) {
    float[] vector = new float[dimension];
    for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)) {
      vector[StableHash.below(dimension, "component", word)] +=
          StableHash.unit("sign", word) < 0.5 ? -1 : 1;
    }
    // Words may cancel each other; a vector always has a direction.
    vector[StableHash.below(dimension, "text", text)] += 0.25f;
    return vector;
  }

  private static String base64(float[] vector) {
    ByteBuffer bytes = ByteBuffer.allocate(vector.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : vector) {
      bytes.putFloat(value);
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
