package io.understudy.llm.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.call.AnswerSet;
import java.util.Locale;
import java.util.Optional;

/**
 * What a server understands of the chat API's optional parts. Starts with everything; each part
 * that the server blames for a 400 or 422 is left out from then on.
 *
 * @param format how the form of the answer is asked for
 * @param tokenLimit name of the field that limits the reply's length
 * @param temperature whether a temperature of 0 may be sent
 * @param logprobs whether the probabilities of tokens are asked for
 */
record ChatDialect(Format format, String tokenLimit, boolean temperature, boolean logprobs) {
  /** What OpenAI gives at most, and others, too. */
  private static final int MOST_LOGPROBS = 20;

  enum Format {
    JSON_SCHEMA,
    JSON_OBJECT,
    NONE
  }

  static final ChatDialect FULL = new ChatDialect(Format.JSON_SCHEMA, "max_tokens", true, false);

  /** The same, with the probabilities of tokens. */
  ChatDialect withLogprobs() {
    return new ChatDialect(format, tokenLimit, temperature, true);
  }

  /**
   * Writes the optional fields of a request.
   *
   * @param packed whether it is about several rows
   */
  void write(ObjectNode request, AnswerSet answers, boolean packed, int maxTokens) {
    if (temperature) {
      request.put("temperature", 0);
    }
    request.put(tokenLimit, maxTokens);
    // Of several labels in one reply nobody could say which token stands for which.
    if (logprobs && !packed && !(answers instanceof AnswerSet.AnyOf)) {
      request.put("logprobs", true).put("top_logprobs", MOST_LOGPROBS);
    }
    switch (format) {
      case JSON_SCHEMA -> writeSchema(request.putObject("response_format"), answers, packed);
      case JSON_OBJECT -> request.putObject("response_format").put("type", "json_object");
      case NONE -> {
        // The message alone says what is wanted.
      }
    }
  }

  /**
   * The dialect to go on with after a server refused a request.
   *
   * @param error the body of the 400 or 422
   * @return a smaller dialect, or empty when the server blames something else
   */
  Optional<ChatDialect> without(String error) {
    String text = error.toLowerCase(Locale.ROOT);
    if (logprobs && text.contains("logprobs")) {
      return Optional.of(new ChatDialect(format, tokenLimit, temperature, false));
    }
    if (tokenLimit.equals("max_tokens") && text.contains("max_completion_tokens")) {
      return Optional.of(new ChatDialect(format, "max_completion_tokens", temperature, logprobs));
    }
    if (format != Format.NONE && blamesFormat(text)) {
      return Optional.of(
          new ChatDialect(
              Format.values()[format.ordinal() + 1], tokenLimit, temperature, logprobs));
    }
    if (temperature && text.contains("temperature")) {
      return Optional.of(new ChatDialect(format, tokenLimit, false, logprobs));
    }
    return Optional.empty();
  }

  private static boolean blamesFormat(String text) {
    return text.contains("response_format")
        || text.contains("schema")
        || text.contains("json_object")
        || text.contains("structured output")
        || text.contains("grammar")
        || text.contains("tool");
  }

  private static void writeSchema(ObjectNode responseFormat, AnswerSet answers, boolean packed) {
    ObjectNode named = responseFormat.put("type", "json_schema").putObject("json_schema");
    named.put("name", "answer").put("strict", true);
    named.set("schema", AnswerSchema.of(answers, packed));
  }
}
