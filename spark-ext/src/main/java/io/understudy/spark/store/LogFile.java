package io.understudy.spark.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.account.Usage;
import io.understudy.call.Answer;
import io.understudy.sample.ContentKey;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * One file of the log of labels: a group that was made durable together, after the questions that
 * it answers.
 *
 * @param writer who wrote it; unique to an application and store
 * @param sequence 1 for the writer's first file, then ascending
 */
record LogFile(
    String writer, long sequence, List<AskedQuestion> questions, List<PaidLabel> labels) {
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
    List<ObjectNode> lines = new ArrayList<>();
    Map<String, Integer> numbers = new HashMap<>();
    for (AskedQuestion question : questions) {
      numbers.put(question.id(), numbers.size());
      lines.add(json(question));
    }
    for (PaidLabel label : labels) {
      Integer question = numbers.get(label.question());
      if (question == null) {
        throw new IllegalArgumentException("a label without its question: " + label);
      }
      lines.add(json(label, question));
    }
    return new LogLines(writer, sequence, lines).bytes();
  }

  /**
   * Reads a file.
   *
   * @return empty when it has no end: its writer is still at it, or died over it
   * @throws IOException when it has an end and still cannot be understood
   */
  static Optional<LogFile> of(byte[] bytes) throws IOException {
    Optional<LogLines> whole = LogLines.of(bytes);
    return whole.isEmpty() ? Optional.empty() : Optional.of(of(whole.get()));
  }

  private static LogFile of(LogLines lines) throws IOException {
    List<AskedQuestion> questions = new ArrayList<>();
    List<PaidLabel> labels = new ArrayList<>();
    try {
      for (JsonNode node : lines.body()) {
        if (node.has("question")) {
          questions.add(question(node));
        } else {
          labels.add(label(node, questions));
        }
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException | java.time.DateTimeException e) {
      throw new IOException("a damaged log file", e);
    }
    return new LogFile(lines.writer(), lines.sequence(), questions, labels);
  }

  private static ObjectNode json(AskedQuestion question) {
    ObjectNode node =
        LogLines.line()
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
        LogLines.line()
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
