package io.understudy.spark.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.account.Usage;
import io.understudy.call.Answer;
import io.understudy.sample.ContentKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * One file of the log: a group of labels that were made durable together, with the questions that
 * they answer. Lines of JSON: a head, the questions, the labels, and an end that counts them, so
 * that a file whose writer died over it is told from a whole one.
 *
 * @param writer who wrote it; unique to an application and store
 * @param sequence 1 for the writer's first file, then ascending
 */
record LogFile(
    String writer, long sequence, List<AskedQuestion> questions, List<PaidLabel> labels) {
  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  LogFile {
    questions = List.copyOf(questions);
    labels = List.copyOf(labels);
  }

  /** The question that one of the labels answers. */
  AskedQuestion question(PaidLabel label) {
    return questions.stream()
        .filter(question -> question.id().equals(label.question()))
        .findFirst()
        .orElseThrow();
  }

  byte[] bytes() throws IOException {
    StringBuilder lines = new StringBuilder();
    line(
        lines,
        JSON.createObjectNode()
            .put("format", FORMAT)
            .put("writer", writer)
            .put("sequence", sequence));
    Map<String, Integer> numbers = new HashMap<>();
    for (AskedQuestion question : questions) {
      numbers.put(question.id(), numbers.size());
      line(lines, json(question));
    }
    for (PaidLabel label : labels) {
      Integer question = numbers.get(label.question());
      if (question == null) {
        throw new IllegalArgumentException("a label without its question: " + label);
      }
      line(lines, json(label, question));
    }
    line(lines, JSON.createObjectNode().put("end", questions.size() + labels.size()));
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a file.
   *
   * @return empty when it has no end: its writer is still at it, or died over it
   * @throws IOException when it has an end and still cannot be understood
   */
  static Optional<LogFile> of(byte[] bytes) throws IOException {
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
    List<AskedQuestion> questions = new ArrayList<>();
    List<PaidLabel> labels = new ArrayList<>();
    try {
      for (String line : lines.subList(1, lines.size() - 1)) {
        JsonNode node = JSON.readTree(line);
        if (node.has("question")) {
          questions.add(question(node));
        } else {
          labels.add(label(node, questions));
        }
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException | java.time.DateTimeException e) {
      throw new IOException("a damaged log file", e);
    }
    return Optional.of(
        new LogFile(
            head.path("writer").asText(), head.path("sequence").asLong(), questions, labels));
  }

  private static void line(StringBuilder lines, ObjectNode node) throws IOException {
    lines.append(JSON.writeValueAsString(node)).append('\n');
  }

  private static ObjectNode json(AskedQuestion question) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("question", question.id())
            .put("function", question.function())
            .put("instruction", question.instruction())
            .put("examples", question.examples())
            .put("endpoint", question.endpoint())
            .put("model", question.model());
    ArrayNode categories = node.putArray("categories");
    question.categories().forEach(categories::add);
    return node;
  }

  private static AskedQuestion question(JsonNode node) {
    return new AskedQuestion(
        node.path("question").asText(),
        node.path("function").asText(),
        node.path("instruction").asText(),
        elements(node.path("categories")).stream().map(JsonNode::asText).toList(),
        node.path("examples").asInt(),
        node.path("endpoint").asText(),
        node.path("model").asText());
  }

  private static ObjectNode json(PaidLabel label, int question) {
    Usage usage = label.usage();
    ObjectNode node =
        JSON.createObjectNode()
            .put("q", question)
            .put("data", label.data().hex())
            .put("calls", usage.calls())
            .put("in", usage.tokensIn())
            .put("out", usage.tokensOut())
            .put("estimated", usage.estimated())
            .put("run", label.run())
            .put("at", label.paidAt().toString());
    ArrayNode answer = node.putArray("answer");
    label.answer().classes().forEach(answer::add);
    if (!label.answer().probabilities().isEmpty()) {
      ArrayNode probabilities = node.putArray("p");
      label.answer().probabilities().forEach(probabilities::add);
    }
    return node;
  }

  private static PaidLabel label(JsonNode node, List<AskedQuestion> questions) {
    return new PaidLabel(
        questions.get(node.path("q").asInt(-1)).id(),
        ContentKey.ofHex(node.path("data").asText()),
        new Answer(
            elements(node.path("answer")).stream().map(JsonNode::asInt).toList(),
            elements(node.path("p")).stream().map(JsonNode::asDouble).toList()),
        new Usage(
            node.path("calls").asLong(),
            node.path("in").asLong(),
            node.path("out").asLong(),
            node.path("estimated").asBoolean()),
        node.path("run").asText(),
        Instant.parse(node.path("at").asText()));
  }

  private static List<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
