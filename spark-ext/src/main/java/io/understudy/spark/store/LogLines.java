package io.understudy.spark.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The form of every file in a store's logs. Lines of JSON: a head, what the file holds, and an end
 * that counts it, so that a file whose writer died over it is told from a whole one.
 *
 * @param writer who wrote it; unique to an application and store
 * @param sequence 1 for the writer's first file, then ascending
 */
record LogLines(String writer, long sequence, List<? extends JsonNode> body) {
  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  LogLines {
    body = List.copyOf(body);
  }

  /** A line to be filled. */
  static ObjectNode line() {
    return JSON.createObjectNode();
  }

  byte[] bytes() throws IOException {
    StringBuilder lines = new StringBuilder();
    append(lines, line().put("format", FORMAT).put("writer", writer).put("sequence", sequence));
    for (JsonNode node : body) {
      append(lines, node);
    }
    append(lines, line().put("end", body.size()));
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a file.
   *
   * @return empty when it has no end: its writer is still at it, or died over it
   * @throws IOException when it has an end and still cannot be understood
   */
  static Optional<LogLines> of(byte[] bytes) throws IOException {
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    if (bytes.length == 0 || bytes[bytes.length - 1] != '\n' || lines.size() < 2) {
      return Optional.empty();
    }
    JsonNode end = JSON.readTree(lines.get(lines.size() - 1));
    if (!end.has("end")) {
      return Optional.empty();
    }
    JsonNode head = JSON.readTree(lines.get(0));
    if (head.path("format").asInt() != FORMAT || end.path("end").asInt() != lines.size() - 2) {
      throw new IOException(
          "a log file of a form that this version does not know, or a damaged one");
    }
    List<JsonNode> body = new ArrayList<>();
    for (String line : lines.subList(1, lines.size() - 1)) {
      body.add(JSON.readTree(line));
    }
    return Optional.of(
        new LogLines(head.path("writer").asText(), head.path("sequence").asLong(), body));
  }

  private static void append(StringBuilder lines, JsonNode node) throws IOException {
    lines.append(JSON.writeValueAsString(node)).append('\n');
  }
}
