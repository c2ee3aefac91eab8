package io.understudy.llm;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One token of a reply, and what else the model might have said in its place.
 *
 * @param token the token that was said, as {@link #bytes} or {@link #text} wrote it
 * @param likeliest the likeliest tokens at this place, the said one among them or not
 */
public record TokenChoice(Token token, List<Token> likeliest) {
  public TokenChoice {
    likeliest = List.copyOf(likeliest);
  }

  /**
   * A token.
   *
   * @param bytes its UTF-8 bytes, one character for each: a token may end within a character
   * @param logprob natural logarithm of its probability
   */
  public record Token(String bytes, double logprob) {}

  /** A text, byte by byte. */
  public static String text(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes as a text of as many characters. */
  public static String bytes(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
