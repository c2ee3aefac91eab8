package io.understudy.llm;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.understudy.call.Answer;
import io.understudy.call.AnswerSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads an answer from a model's text, strictly: an answer is one of the labels or it is no answer.
 * There is no default label.
 *
 * <p>Accepted are {@code {"answer": ...}}, also in a code fence, and for a single label the bare
 * label, in quotes or with a period at its end. Upper and lower case may differ if that leaves one
 * label only. Reasoning between {@code <think>} and {@code </think>} before the answer is dropped.
 */
public final class AnswerParser {
  /** The problem of a reply that ended before its answer. */
  public static final String CUT = "cut by the token limit";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private static final String THINK = "<think>";
  private static final String THOUGHT = "</think>";
  private static final List<String> REFUSALS =
      List.of("i'm sorry", "i am sorry", "sorry", "i can't", "i cannot", "i'm unable", "as an ai");

  private AnswerParser() {}

  /**
   * Reads the text of a reply.
   *
   * @return the answer, or what is wrong with the text
   */
  public static LabelReply.Item parse(String content, AnswerSet answers) {
    String text = content.strip();
    if (text.startsWith(THINK) && !text.contains(THOUGHT)) {
      return unusable(CUT);
    }
    int thought = text.lastIndexOf(THOUGHT);
    if (thought >= 0) {
      text = text.substring(thought + THOUGHT.length()).strip();
    }
    text = withoutFence(text);
    if (text.isEmpty()) {
      return unusable("empty content");
    }
    if (text.startsWith("{")) {
      Optional<LabelReply.Item> structured = parseObject(text, answers);
      if (structured.isPresent()) {
        return structured.get();
      }
    }
    return parseBare(text, answers);
  }

  private static Optional<LabelReply.Item> parseObject(String text, AnswerSet answers) {
    JsonNode object;
    try {
      object = JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
    JsonNode answer = object.path("answer");
    if (answers instanceof AnswerSet.AnyOf) {
      return Optional.of(parseArray(answer, answers.labels()));
    }
    return Optional.of(
        answer.isTextual() || answer.isBoolean()
            ? single(match(answer.asText(), answers))
            : unusable("off-list answer"));
  }

  private static LabelReply.Item parseArray(JsonNode answer, List<String> labels) {
    if (!answer.isArray()) {
      return unusable("off-list answer");
    }
    List<Integer> classes = new ArrayList<>();
    for (JsonNode element : answer) {
      int label = element.isTextual() ? match(element.asText(), labels) : NONE;
      if (label == NONE) {
        return unusable("off-list answer");
      }
      classes.add(label);
    }
    return new LabelReply.Answered(new Answer(classes));
  }

  private static LabelReply.Item parseBare(String text, AnswerSet answers) {
    if (answers instanceof AnswerSet.AnyOf) {
      return unusable(looksLikeRefusal(text) ? "refusal" : "off-list answer");
    }
    int label = match(text, answers);
    if (label == NONE) {
      label = match(withoutQuotes(withoutPeriod(withoutQuotes(text))), answers);
    }
    if (label == NONE && looksLikeRefusal(text)) {
      return unusable("refusal");
    }
    return single(label);
  }

  private static final int NONE = -1;

  private static LabelReply.Item single(int label) {
    return label == NONE ? unusable("off-list answer") : new LabelReply.Answered(Answer.of(label));
  }

  private static int match(String text, AnswerSet answers) {
    if (answers instanceof AnswerSet.YesNo) {
      return switch (text.strip().toLowerCase(Locale.ROOT)) {
        case "true", "yes" -> 1;
        case "false", "no" -> 0;
        default -> NONE;
      };
    }
    return match(text, answers.labels());
  }

  private static int match(String text, List<String> labels) {
    int exact = labels.indexOf(text);
    if (exact >= 0) {
      return exact;
    }
    int found = NONE;
    for (int i = 0; i < labels.size(); i++) {
      if (labels.get(i).strip().equalsIgnoreCase(text.strip())) {
        if (found != NONE) {
          return NONE;
        }
        found = i;
      }
    }
    return found;
  }

  private static String withoutFence(String text) {
    if (!text.startsWith("```") || !text.endsWith("```") || text.length() < 6) {
      return text;
    }
    String inner = text.substring(3, text.length() - 3);
    return (inner.startsWith("json") ? inner.substring(4) : inner).strip();
  }

  private static String withoutQuotes(String text) {
    boolean quoted =
        text.length() >= 2
            && "\"'`".indexOf(text.charAt(0)) >= 0
            && text.charAt(0) == text.charAt(text.length() - 1);
    return quoted ? text.substring(1, text.length() - 1).strip() : text;
  }

  private static String withoutPeriod(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1).strip() : text;
  }

  private static boolean looksLikeRefusal(String text) {
    String start = text.toLowerCase(Locale.ROOT).replace('\u2019', '\'');
    return REFUSALS.stream().anyMatch(start::startsWith);
  }

  private static LabelReply.Unusable unusable(String problem) {
    return new LabelReply.Unusable(problem);
  }
}
