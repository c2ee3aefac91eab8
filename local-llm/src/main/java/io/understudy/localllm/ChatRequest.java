package io.understudy.localllm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A chat completion request, read.
 *
 * @param model the model's name
 * @param format type of its {@code response_format}, empty if it has none
 * @param property name under which the answer is wanted as JSON, empty if a bare label is wanted
 * @param rows the question, once for each row that it is asked about
 * @param packed whether the rows are numbered, and the answers are to be
 * @param promptTokens a quarter of the characters of all messages
 * @param logprobs whether the probabilities of the reply's tokens are wanted
 */
record ChatRequest(
    String model,
    String format,
    String property,
    List<Asked> rows,
    boolean packed,
    long promptTokens,
    boolean logprobs) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DATA = "\n<data>\n";
  private static final String INSTRUCTION = "Instruction: ";
  private static final String LABELS = "\nLabels: ";
  private static final String ANY_LABELS = "\nLabels (any number): ";

  /**
   * Reads a request. Messages of Understudy's own form give instruction, labels and data; of any
   * other chat the system message is the instruction and the last user message is the data.
   *
   * @throws IllegalArgumentException when there are no messages
   */
  static ChatRequest of(JsonNode request) {
    String system = "";
    String user = "";
    long characters = 0;
    for (JsonNode message : request.path("messages")) {
      String content = content(message.path("content"));
      characters += content.length();
      if (message.path("role").asText().equals("user")) {
        user = content;
      } else {
        system = content;
      }
    }
    if (request.path("messages").isEmpty()) {
      throw new IllegalArgumentException("messages: at least one is needed");
    }
    JsonNode format = request.path("response_format");
    Schema schema = schema(format.path("json_schema").path("schema"));
    Optional<List<Asked>> own = own(user);
    List<Asked> asked =
        own.orElse(
            List.of(
                new Asked(
                    system,
                    schema.labels().isEmpty() ? List.of("true", "false") : schema.labels(),
                    schema.several(),
                    Map.of("text", user))));
    return new ChatRequest(
        request.path("model").asText(""),
        format.path("type").asText(""),
        schema.property().isEmpty() && own.isPresent() ? "answer" : schema.property(),
        asked,
        own.isPresent() && user.contains(DATA + "{\"row\":1,\"data\":{"),
        Math.max(1, characters / 4),
        request.path("logprobs").asBoolean());
  }

  /** The first row, in most requests the only one. */
  Asked asked() {
    return rows.get(0);
  }

  /** Identifies the question with its rows. */
  String identity() {
    return rows.stream().map(Asked::identity).collect(Collectors.joining("\u0000"));
  }

  private static String content(JsonNode content) {
    if (!content.isArray()) {
      return content.asText("");
    }
    StringBuilder text = new StringBuilder();
    content.forEach(part -> text.append(part.path("text").asText("")));
    return text.toString();
  }

  private static Optional<List<Asked>> own(String user) {
    // A row can't contain the mark, since its '<' are escaped: the last mark is the real one.
    int data = user.lastIndexOf(DATA);
    if (!user.startsWith(INSTRUCTION) || data < 0) {
      return Optional.empty();
    }
    String prefix = user.substring(0, data + 1);
    boolean several = prefix.contains(ANY_LABELS);
    String mark = several ? ANY_LABELS : LABELS;
    int labels = prefix.indexOf(mark);
    if (labels < 0) {
      return Optional.empty();
    }
    int from = labels + mark.length();
    String body = user.substring(data + DATA.length());
    try {
      String instruction = prefix.substring(INSTRUCTION.length(), labels);
      List<String> choice =
          texts(JSON.readTree(prefix.substring(from, prefix.indexOf('\n', from))));
      List<Asked> rows = new ArrayList<>();
      for (String line : body.split("\n", -1)) {
        if (line.equals("</data>")) {
          return Optional.of(rows);
        }
        JsonNode row = JSON.readTree(line);
        JsonNode values = row.path("data").isObject() ? row.path("data") : row;
        rows.add(new Asked(instruction, choice, several, map(values)));
      }
    } catch (JsonProcessingException | IndexOutOfBoundsException otherForm) {
      // Some other chat that begins like ours.
    }
    return Optional.empty();
  }

  private record Schema(String property, List<String> labels, boolean several) {}

  private static Schema schema(JsonNode schema) {
    var properties = schema.path("properties").fields();
    if (!properties.hasNext()) {
      return new Schema("", List.of(), false);
    }
    Map.Entry<String, JsonNode> first = properties.next();
    boolean several = first.getValue().path("type").asText().equals("array");
    JsonNode label = several ? first.getValue().path("items") : first.getValue();
    return new Schema(first.getKey(), texts(label.path("enum")), several);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }

  private static Map<String, String> map(JsonNode object) {
    Map<String, String> map = new LinkedHashMap<>();
    object.fields().forEachRemaining(field -> map.put(field.getKey(), field.getValue().asText()));
    return map;
  }
}
