package io.understudy.localllm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
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
   * @param usable whether a client can read the answer from it
   */
  record Completion(ObjectNode body, long completionTokens, boolean usable) {}

  /** What a reply's choice says, and why it ends there. */
  private record Said(
      @Nullable String content, @Nullable String refusal, String finish, boolean usable) {
    static Said answer(String content) {
      return new Said(content, null, "stop", true);
    }

    static Said nothing(String content, String finish) {
      return new Said(content, null, finish, false);
    }
  }

  Completion complete(ChatRequest request, Optional<Fault> fault) {
    Said right = right(request);
    Said said = fault.isEmpty() ? right : said(request, fault.get());
    Completion completion = completion(request, said);
    if (request.logprobs() && said.equals(right)) {
      addLogprobs(completion.body(), request, Objects.requireNonNull(said.content()));
    }
    return completion;
  }

  /**
   * Only where the reply has one label, as it is: elsewhere nobody could say which tokens count.
   */
  private void addLogprobs(ObjectNode body, ChatRequest request, String content) {
    Chances chances = options.chances();
    String label = request.asked().several() ? "" : answer(request.asked()).get(0);
    boolean single = !request.packed() && !label.isEmpty();
    if (chances != null && single && content.contains(label)) {
      ObjectNode choice = (ObjectNode) body.at("/choices/0");
      Logprobs.write(
          choice.putObject("logprobs"), content, label, chances.of(request.asked(), label));
    }
  }

  private Said said(ChatRequest request, Fault fault) {
    return switch (fault) {
      case EMPTY -> Said.nothing("", "stop");
      case REFUSAL -> new Said(null, "I can't help with that.", "stop", false);
      case CONTENT_FILTER -> Said.nothing("", "content_filter");
      case OFF_LIST ->
          Said.nothing(
              content(request, asked -> List.of("something else entirely"), request.rows().size()),
              "stop");
      case REASONING -> Said.answer(reasoned(request));
      case CUT_ANSWER -> {
        String whole = content(request, this::answer, request.rows().size());
        // Ends within the last two characters that close the JSON: "} or ]}.
        String cut = whole.endsWith("}") ? whole.substring(0, whole.length() - 2) : whole;
        yield new Said(cut, null, "length", !request.asked().several() && !request.packed());
      }
      case MISSING_ROW -> {
        int most = request.packed() ? request.rows().size() - 1 : 1;
        yield Said.answer(content(request, this::answer, most));
      }
      case CUT_THOUGHT -> Said.nothing("<think>Let me look at the data again and", "length");
      case RATE_LIMIT,
          RATE_LIMIT_RETRY_AFTER,
          SERVER_ERROR,
          TIMEOUT,
          RESET,
          TRUNCATED,
          GARBAGE,
          UNAUTHORIZED,
          FORBIDDEN,
          UNKNOWN_MODEL,
          QUOTA_EXHAUSTED ->
          right(request);
    };
  }

  private Said right(ChatRequest request) {
    return Said.answer(content(request, this::answer, request.rows().size()));
  }

  /** The forms in which models put thoughts around an answer; a row always meets the same one. */
  private String reasoned(ChatRequest request) {
    Asked asked = request.asked();
    List<String> labels = answer(asked);
    String json = content(request, this::answer, request.rows().size());
    String all = String.join(" or ", asked.labels());
    int form =
        StableHash.below(
            asked.several() || request.packed() ? 2 : 4, "reasoning", asked.identity());
    return switch (form) {
      case 0 -> "<think>It could be " + all + ". Let me see.</think>\n\n" + json;
      case 1 -> "Let me look at the data first.\n\n```json\n" + json + "\n```\nThat is it.";
      case 2 ->
          "It could be " + all + ", but the text is clear.\n\nAnswer: **" + labels.get(0) + "**";
      default ->
          JSON.createObjectNode()
              .put("reasoning", "It could be " + all + ".")
              .put("answer", labels.get(0))
              .toString();
    };
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

  /**
   * @param most how many rows of a pack are answered
   */
  private static String content(
      ChatRequest request, Function<Asked, List<String>> answer, int most) {
    if (!request.packed()) {
      List<String> labels = answer.apply(request.asked());
      return request.property().isEmpty()
          ? String.join(", ", labels)
          : put(JSON.createObjectNode(), request.property(), request.asked(), labels).toString();
    }
    ObjectNode object = JSON.createObjectNode();
    ArrayNode entries = object.putArray("answers");
    // Backwards: a client that goes by the order, and not by the number, is to be found out.
    for (int i = most - 1; i >= 0; i--) {
      Asked asked = request.rows().get(i);
      ObjectNode entry = entries.addObject().put("row", i + 1);
      put(entry, "answer", asked, answer.apply(asked));
    }
    return object.toString();
  }

  private static ObjectNode put(
      ObjectNode object, String property, Asked asked, List<String> labels) {
    if (asked.several()) {
      ArrayNode array = object.putArray(property);
      labels.forEach(array::add);
      return object;
    }
    return object.put(property, labels.get(0));
  }

  private Completion completion(ChatRequest request, Said said) {
    String text = said.content() == null ? String.valueOf(said.refusal()) : said.content();
    long completionTokens = Math.max(1, text.length() / 4);
    ObjectNode body = JSON.createObjectNode();
    body.put("id", "chatcmpl-" + Long.toHexString(StableHash.of(request.identity())));
    body.put("object", "chat.completion").put("created", 0).put("model", request.model());
    ObjectNode choice = body.putArray("choices").addObject();
    choice.put("index", 0).put("finish_reason", said.finish());
    ObjectNode message = choice.putObject("message").put("role", "assistant");
    message.put("content", said.content());
    if (said.refusal() != null) {
      message.put("refusal", said.refusal());
    }
    if (options.usage()) {
      body.putObject("usage")
          .put("prompt_tokens", request.promptTokens())
          .put("completion_tokens", completionTokens)
          .put("total_tokens", request.promptTokens() + completionTokens);
    }
    return new Completion(body, completionTokens, said.usable());
  }
}
