package io.understudy.llm.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.llm.TokenChoice;
import io.understudy.llm.TokenChoice.Token;
import java.util.ArrayList;
import java.util.List;

/** Reads token log-probabilities in OpenAI's form. */
final class Logprobs {
  private Logprobs() {}

  /**
   * The tokens of a reply.
   *
   * @param content the array {@code choices[0].logprobs.content}
   * @return empty where there is none
   */
  static List<TokenChoice> read(JsonNode content) {
    List<TokenChoice> choices = new ArrayList<>();
    for (JsonNode said : content) {
      List<Token> likeliest = new ArrayList<>();
      said.path("top_logprobs").forEach(other -> likeliest.add(token(other)));
      choices.add(new TokenChoice(token(said), likeliest));
    }
    return choices;
  }

  private static Token token(JsonNode node) {
    JsonNode bytes = node.path("bytes");
    String text = bytes.isArray() ? bytes(bytes) : TokenChoice.text(node.path("token").asText(""));
    return new Token(text, node.path("logprob").asDouble(Double.NEGATIVE_INFINITY));
  }

  private static String bytes(JsonNode array) {
    byte[] bytes = new byte[array.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) array.path(i).asInt();
    }
    return TokenChoice.bytes(bytes);
  }
}
