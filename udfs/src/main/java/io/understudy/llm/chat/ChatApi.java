package io.understudy.llm.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.call.AnswerSet;
import io.understudy.llm.TokenChoice;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one provider's API words a question and its reply. What is the same for all of them (prompt,
 * parsing, stepping down, room for the reply, accounting, errors) is {@link ChatLabelModel}'s.
 */
public interface ChatApi {
  /** The provider's name for messages, for example {@code Anthropic}. */
  String title();

  /** What to append to the endpoint's base URL. */
  String path(String model);

  /** The headers that carry a key, and those that every request has. */
  Map<String, String> headers(@Nullable String key);

  /** The body of a request. */
  ObjectNode request(Ask ask);

  /**
   * Reads the body of a reply with status 200.
   *
   * @return null when it is not of the API's form
   */
  @Nullable Said read(JsonNode body);

  /**
   * A request to be worded.
   *
   * @param model the model's name
   * @param system the system message
   * @param user the user message
   * @param answers the closed set
   * @param packed whether several rows are asked about
   * @param dialect which optional parts may be used
   * @param maxTokens room for the reply
   */
  record Ask(
      String model,
      String system,
      String user,
      AnswerSet answers,
      boolean packed,
      ChatDialect dialect,
      int maxTokens) {

    /** Whether the reply may be bound to a schema. */
    boolean structured() {
      return dialect.format() == ChatDialect.Format.JSON_SCHEMA;
    }

    /** The schema. */
    ObjectNode schema() {
      return AnswerSchema.of(answers, packed);
    }
  }

  /** Why a reply ends where it ends. */
  enum End {
    /** It is complete. */
    STOP,
    /** The token limit. */
    LENGTH,
    /** The provider's content filter. */
    FILTER,
    /** The model declined, in a field of its own. */
    REFUSAL
  }

  /**
   * A reply, read.
   *
   * @param content the text, or the arguments of a forced tool call as JSON; possibly empty
   * @param end why it ends there
   * @param tokensIn prompt tokens, or null where none are reported
   * @param tokensOut completion tokens, or null where none are reported
   * @param tokens the content token by token, with what might have stood in their place; empty
   *     where the endpoint does not say
   */
  record Said(
      String content,
      End end,
      @Nullable Long tokensIn,
      @Nullable Long tokensOut,
      List<TokenChoice> tokens) {

    /** A reply without the probabilities of its tokens. */
    Said(String content, End end, @Nullable Long tokensIn, @Nullable Long tokensOut) {
      this(content, end, tokensIn, tokensOut, List.of());
    }
  }

  /** A count, or null where there is none. */
  static @Nullable Long count(JsonNode node) {
    return node.isIntegralNumber() ? node.asLong() : null;
  }
}
