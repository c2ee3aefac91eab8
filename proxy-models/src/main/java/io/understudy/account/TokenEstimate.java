package io.understudy.account;

/**
 * How many tokens a text has when the endpoint does not say: a quarter of its characters, rounded
 * up. That is the common rule for English text; other languages and code have more tokens than
 * this. Whatever is derived from it is marked as estimated.
 */
public final class TokenEstimate {
  private static final int CHARACTERS_PER_TOKEN = 4;

  private TokenEstimate() {}

  /** Estimated tokens of a text; 0 for the empty text. */
  public static long of(CharSequence text) {
    return ofCharacters(text.length());
  }

  /** Estimated tokens of that many characters (UTF-16 units). */
  public static long ofCharacters(long characters) {
    return (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
  }
}
