package io.understudy.localllm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes chat completions: the oracle's answer, or what a fault makes of it. */
final class ChatResponder {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LocalLlmOptions options;
  private final Oracle oracle;

  ChatResponder(LocalLlmOptions options) {
    this.options = options;
    this.oracle = options.oracle().orElse(new KeywordOracle(""));
  }

  /**
   * A reply's body with the tokens that it reports.
   *
   * @param completionTokens a quarter of the characters of the content
   */
  record Completion(String body, long completionTokens) {}

  Completion complete(ChatRequest request, Optional<Fault> fault) {
    if (fault.filter(Fault.REFUSAL::equals).isPresent()) {
      return completion(request, null, "I can't help with that.");
    }
    boolean offList = fault.filter(Fault.OFF_LIST::equals).isPresent();
    List<String> labels = offList ? List.of("something else entirely") : answer(request.asked());
    return completion(request, content(request, labels), null);
  }

  private List<String> answer(Asked asked) {
    List<String> right =
        oracle
            .answer(asked)
            .orElseThrow(() -> new IllegalStateException("the rule answers everything"));
    String identity = asked.identity();
    String seed = Long.toString(options.seed());
    boolean wrong =
        options.noise() > 0 && StableHash.unit("noise", seed, identity) < options.noise();
    return wrong ? other(asked, right, seed, identity) : right;
  }

  /** A wrong answer: another label, or one label more or less where any number may be given. */
  private static List<String> other(Asked asked, List<String> right, String seed, String identity) {
    if (asked.several()) {
      List<String> changed = new ArrayList<>(right);
      String toggled =
          asked.labels().get(StableHash.below(asked.labels().size(), "other", seed, identity));
      if (!changed.remove(toggled)) {
        changed.add(toggled);
      }
      return changed;
    }
    List<String> others = asked.labels().stream().filter(label -> !right.contains(label)).toList();
    return others.isEmpty()
        ? right
        : List.of(others.get(StableHash.below(others.size(), "other", seed, identity)));
  }

  private static String content(ChatRequest request, List<String> labels) {
    if (request.property().isEmpty()) {
      return String.join(", ", labels);
    }
    ObjectNode object = JSON.createObjectNode();
    if (request.asked().several()) {
      ArrayNode array = object.putArray(request.property());
      labels.forEach(array::add);
    } else {
      object.put(request.property(), labels.get(0));
    }
    return object.toString();
  }

  private Completion completion(
      ChatRequest request, @Nullable String content, @Nullable String refusal) {
    String said = content == null ? String.valueOf(refusal) : content;
    long completionTokens = Math.max(1, said.length() / 4);
    ObjectNode body = JSON.createObjectNode();
    body.put("id", "chatcmpl-" + Long.toHexString(StableHash.of(request.asked().identity())));
    body.put("object", "chat.completion").put("created", 0).put("model", request.model());
    ObjectNode choice = body.putArray("choices").addObject();
    choice.put("index", 0).put("finish_reason", "stop");
    ObjectNode message = choice.putObject("message").put("role", "assistant");
    message.put("content", content);
    if (refusal != null) {
      message.put("refusal", refusal);
    }
    if (options.usage()) {
      body.putObject("usage")
          .put("prompt_tokens", request.promptTokens())
          .put("completion_tokens", completionTokens)
          .put("total_tokens", request.promptTokens() + completionTokens);
    }
    return new Completion(body.toString(), completionTokens);
  }
}
