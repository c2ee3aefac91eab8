package io.understudy.embed.onnx;

import java.text.Normalizer;
import java.util.Set;

/**
 * Cleans a text the way uncased BERT models were trained: no control characters, no accents, lower
 * case, Chinese characters as words of their own (Devlin et al. 2019, {@code BasicTokenizer} of the
 * reference implementation; Hugging Face's {@code BertNormalizer}).
 */
final class BertNormalizer {
  private static final int REPLACEMENT = 0xFFFD;

  private BertNormalizer() {}

  static String normalize(String text) {
    StringBuilder cleaned = new StringBuilder(text.length() + 16);
    boolean ascii = true;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      ascii &= c < 0x80;
      if (isWhitespace(c)) {
        cleaned.append(' ');
      } else if (isChinese(c)) {
        cleaned.append(' ').appendCodePoint(c).append(' ');
      } else if (c != REPLACEMENT && !isOther(c)) {
        cleaned.appendCodePoint(c);
      }
    }
    return lowerCase(ascii ? cleaned : withoutAccents(cleaned));
  }

  /** Spaces that survive cleaning; the other control characters are dropped. */
  static boolean isWhitespace(int c) {
    return switch (c) {
      case ' ', '\t', '\n', '\r', 0xA0 -> true;
      default -> c >= 0x80 && (Character.isSpaceChar(c));
    };
  }

  private static StringBuilder withoutAccents(CharSequence text) {
    String decomposed = Normalizer.normalize(text, Normalizer.Form.NFD);
    StringBuilder kept = new StringBuilder(decomposed.length());
    decomposed
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .forEach(kept::appendCodePoint);
    return kept;
  }

  /** Character by character, so that no rule of a language or of a word's end applies. */
  private static String lowerCase(CharSequence text) {
    StringBuilder lower = new StringBuilder(text.length());
    text.codePoints().map(Character::toLowerCase).forEach(lower::appendCodePoint);
    return lower.toString();
  }

  private static final Set<Integer> OTHER =
      Set.of(
          (int) Character.CONTROL,
          (int) Character.FORMAT,
          (int) Character.PRIVATE_USE,
          (int) Character.SURROGATE);

  private static boolean isOther(int c) {
    return OTHER.contains(Character.getType(c));
  }

  private static boolean isChinese(int c) {
    return (c >= 0x4E00 && c <= 0x9FFF)
        || (c >= 0x3400 && c <= 0x4DBF)
        || (c >= 0x20000 && c <= 0x2A6DF)
        || (c >= 0x2A700 && c <= 0x2B73F)
        || (c >= 0x2B740 && c <= 0x2B81F)
        || (c >= 0x2B820 && c <= 0x2CEAF)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0x2F800 && c <= 0x2FA1F);
  }
}
