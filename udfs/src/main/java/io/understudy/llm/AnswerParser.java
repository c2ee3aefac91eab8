package io.understudy.llm;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.understudy.call.Answer;
import io.understudy.call.AnswerSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an answer from a model's text, strictly: an answer is one of the labels or it is no answer.
 * There is no default label.
 *
 * <p>Accepted are {@code {"answer": ...}}, also in a code fence, and for a single label the bare
 * label, in quotes or with a period at its end. Upper and lower case may differ if that leaves one
 * label only. Reasoning around the answer is dropped: what stands between {@code <think>} and
 * {@code </think>}, other fields of the object, text around the object, and text before a last line
 * {@code Answer: LABEL}. Where text has several such objects the last one counts, unless another
 * one names another label: then nobody can say which was meant.
 */
public final class AnswerParser {
  /** The problem of a reply that ended before its answer. */
  public static final String CUT = "cut by the token limit";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** The same for an object with text behind it. */
  private static final JsonMapper EMBEDDED =
      JSON.rebuild().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** What is said of a row that a reply about several rows leaves out. */
  public static final LabelReply.Item MISSING =
      new LabelReply.Unusable("missing in the reply about several rows");

  private static final String OFF_LIST = "off-list answer";
  private static final int NONE = -1;
  private static final int MOST_OBJECTS = 64;
  private static final Pattern LAST_LINE =
      Pattern.compile("(?i)(?:final )?(?:answer|label)[*_\\s]*[:=](.+)");

  /** An object that is not closed, from its answer on: the text, and its closing quote if any. */
  private static final Pattern UNCLOSED =
      Pattern.compile(
          "\\{\\s*\"answer\"\\s*:\\s*\"((?:[^\"\\\\]++|\\\\.)*+)(?:(\").*)?", Pattern.DOTALL);

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
    Optional<String> said = withoutThoughts(content);
    if (said.isEmpty()) {
      return unusable(CUT);
    }
    String text = said.get();
    if (text.isEmpty()) {
      return unusable("empty content");
    }
    return structured(text, answers).orElseGet(() -> parseBare(text, answers));
  }

  /**
   * Reads the text of a reply that reached the token limit: the answer if it was complete by then.
   * Complete is a label whose closing quote came, and one without it unless another label goes on
   * from there.
   *
   * @return the answer, or the problem {@link #CUT}
   */
  public static LabelReply.Item parseCut(String content, AnswerSet answers) {
    Optional<String> said = withoutThoughts(content);
    Optional<LabelReply.Item> whole =
        said.flatMap(text -> structured(text, answers))
            .filter(LabelReply.Answered.class::isInstance);
    return whole
        .or(() -> said.flatMap(text -> unclosed(text, answers)))
        .orElseGet(() -> unusable(CUT));
  }

  /**
   * Reads the text of a reply about several rows, {@code {"answers":[{"row":1,"answer":...},
   * ...]}}, as far as it goes. Answers belong to rows by their number, whatever their order.
   *
   * @param rows how many were asked about
   * @return one item per row; {@link #MISSING} where the text has no answer, or two different ones
   */
  public static List<LabelReply.Item> parsePack(String content, AnswerSet answers, int rows) {
    List<LabelReply.Item> items = new ArrayList<>(Collections.nCopies(rows, MISSING));
    String text = withoutThoughts(content).orElse("");
    int start = text.indexOf('[');
    if (start < 0) {
      return items;
    }
    Set<Integer> seen = new HashSet<>();
    try (JsonParser parser = EMBEDDED.createParser(text.substring(start))) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        JsonNode entry = EMBEDDED.readTree(parser);
        int row = entry.path("row").asInt() - 1;
        if (row >= 0 && row < rows) {
          LabelReply.Item item = ofObject(entry, answers);
          boolean agrees = seen.add(row) || items.get(row).equals(item);
          items.set(row, agrees ? item : MISSING);
        }
      }
    } catch (IOException cut) {
      // The entries before it are whole.
    }
    return items;
  }

  /** What stands after the thoughts, without a code fence; nothing if the thoughts do not end. */
  private static Optional<String> withoutThoughts(String content) {
    String text = content.strip();
    if (text.startsWith(THINK) && !text.contains(THOUGHT)) {
      return Optional.empty();
    }
    int thought = text.lastIndexOf(THOUGHT);
    if (thought >= 0) {
      text = text.substring(thought + THOUGHT.length()).strip();
    }
    return Optional.of(withoutFence(text));
  }

  private static Optional<LabelReply.Item> structured(String text, AnswerSet answers) {
    if (text.startsWith("{")) {
      Optional<LabelReply.Item> whole = parseObject(text, answers);
      if (whole.isPresent()) {
        return whole;
      }
    }
    return lastObject(text, answers);
  }

  /** The last object with an answer that stands somewhere in a text. */
  private static Optional<LabelReply.Item> lastObject(String text, AnswerSet answers) {
    LabelReply.Item last = null;
    Set<LabelReply.Item> answered = new HashSet<>();
    int tried = 0;
    for (int at = text.indexOf('{'); at >= 0 && tried < MOST_OBJECTS; tried++) {
      int end = at + 1;
      try (JsonParser parser = EMBEDDED.createParser(text.substring(at))) {
        JsonNode object = EMBEDDED.readTree(parser);
        end = at + (int) parser.currentLocation().getCharOffset();
        if (object.has("answer")) {
          last = ofObject(object, answers);
          if (last instanceof LabelReply.Answered) {
            answered.add(last);
          }
        }
      } catch (IOException notJson) {
        // Prose may have braces, too.
      }
      at = text.indexOf('{', end);
    }
    return answered.size() > 1 ? Optional.of(unusable(OFF_LIST)) : Optional.ofNullable(last);
  }

  private static Optional<LabelReply.Item> unclosed(String text, AnswerSet answers) {
    Matcher cut = UNCLOSED.matcher(text);
    if (answers instanceof AnswerSet.AnyOf || !cut.matches()) {
      return Optional.empty();
    }
    String label;
    try {
      label = JSON.readTree("\"" + cut.group(1) + "\"").asText();
    } catch (JsonProcessingException cutInAnEscape) {
      return Optional.empty();
    }
    int found = match(label, answers);
    boolean closed = cut.group(2) != null;
    if (found == NONE || !(closed || endsOnly(label, answers.labels()))) {
      return Optional.empty();
    }
    return Optional.of(new LabelReply.Answered(Answer.of(found)));
  }

  /** Whether no other label starts with this one. */
  private static boolean endsOnly(String label, List<String> labels) {
    String start = label.strip().toLowerCase(Locale.ROOT);
    return labels.stream()
            .filter(other -> other.strip().toLowerCase(Locale.ROOT).startsWith(start))
            .count()
        <= 1;
  }

  private static Optional<LabelReply.Item> parseObject(String text, AnswerSet answers) {
    JsonNode object;
    try {
      object = JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
    return Optional.of(ofObject(object, answers));
  }

  private static LabelReply.Item ofObject(JsonNode object, AnswerSet answers) {
    JsonNode answer = object.path("answer");
    if (answers instanceof AnswerSet.AnyOf) {
      return parseArray(answer, answers.labels());
    }
    return answer.isTextual() || answer.isBoolean()
        ? single(match(answer.asText(), answers))
        : unusable(OFF_LIST);
  }

  private static LabelReply.Item parseArray(JsonNode answer, List<String> labels) {
    if (!answer.isArray()) {
      return unusable(OFF_LIST);
    }
    List<Integer> classes = new ArrayList<>();
    for (JsonNode element : answer) {
      int label = element.isTextual() ? match(element.asText(), labels) : NONE;
      if (label == NONE) {
        return unusable(OFF_LIST);
      }
      classes.add(label);
    }
    return new LabelReply.Answered(new Answer(classes));
  }

  private static LabelReply.Item parseBare(String text, AnswerSet answers) {
    if (answers instanceof AnswerSet.AnyOf) {
      return unusable(looksLikeRefusal(text) ? "refusal" : OFF_LIST);
    }
    int label = matchLoosely(text, answers);
    if (label == NONE) {
      String lastLine = text.substring(text.lastIndexOf('\n') + 1);
      Matcher named = LAST_LINE.matcher(withoutMarks(lastLine));
      label = named.matches() ? matchLoosely(named.group(1).strip(), answers) : NONE;
    }
    if (label == NONE && looksLikeRefusal(text)) {
      return unusable("refusal");
    }
    return single(label);
  }

  private static int matchLoosely(String text, AnswerSet answers) {
    int label = match(text, answers);
    if (label == NONE) {
      label = match(withoutQuotes(withoutPeriod(withoutQuotes(withoutMarks(text)))), answers);
    }
    return label;
  }

  private static LabelReply.Item single(int label) {
    return label == NONE ? unusable(OFF_LIST) : new LabelReply.Answered(Answer.of(label));
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

  /** Without Markdown's marks of emphasis around it. */
  private static String withoutMarks(String text) {
    return text.replaceAll("^[*_\\s]+|[*_\\s]+$", "");
  }

  private static boolean looksLikeRefusal(String text) {
    String start = text.toLowerCase(Locale.ROOT).replace('\u2019', '\'');
    return REFUSALS.stream().anyMatch(start::startsWith);
  }

  private static LabelReply.Unusable unusable(String problem) {
    return new LabelReply.Unusable(problem);
  }
}
