package io.understudy.localllm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;

/**
 * Reads {@code POST /faults}: fault names with probabilities, and {@code seed}, {@code
 * retry-after-seconds}, {@code first-attempts}. An empty object ends all faults.
 */
final class FaultsJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FaultsJson() {}

  static Faults read(byte[] body) {
    JsonNode object;
    try {
      object = JSON.readTree(body);
    } catch (IOException notJson) {
      throw new IllegalArgumentException("the body is not JSON", notJson);
    }
    Faults faults = Faults.NONE;
    Iterator<Map.Entry<String, JsonNode>> fields = object.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      faults = with(faults, field.getKey(), field.getValue());
    }
    return faults;
  }

  private static Faults with(Faults faults, String name, JsonNode value) {
    if (!value.isNumber()) {
      throw new IllegalArgumentException(name + " must be a number");
    }
    return switch (name) {
      case "seed" -> faults.seeded(value.asLong());
      case "retry-after-seconds" -> faults.retryAfter(Duration.ofSeconds(value.asLong()));
      case "first-attempts" -> faults.firstAttempts(value.asInt());
      default -> faults.with(Fault.ofOption(name), value.asDouble());
    };
  }
}
