package io.understudy.embed.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Tokens of uncased BERT models: words are split into the longest pieces that the vocabulary has
 * (Wu et al. 2016, "Google's Neural Machine Translation System", section 4.1). Text that looks like
 * a special token, such as {@code [SEP]}, is text.
 */
final class WordPieces {
  private static final String CONTINUED = "##";

  private final Map<String, Integer> vocabulary;
  private final int longestWord;
  private final int unknown;
  private final int start;
  private final int end;

  private WordPieces(Map<String, Integer> vocabulary, int longestWord, String unknown) {
    this.vocabulary = vocabulary;
    this.longestWord = longestWord;
    this.unknown = id(unknown);
    this.start = id("[CLS]");
    this.end = id("[SEP]");
  }

  /**
   * Reads a {@code tokenizer.json} of Hugging Face's form.
   *
   * @throws IOException when it can't be read, or describes another kind of tokenizer
   */
  static WordPieces read(InputStream json) throws IOException {
    JsonNode root = new ObjectMapper().readTree(json);
    JsonNode model = root.path("model");
    JsonNode normalizer = root.path("normalizer");
    if (!model.path("continuing_subword_prefix").asText().equals(CONTINUED)
        || !normalizer.path("type").asText().equals("BertNormalizer")
        || !normalizer.path("lowercase").asBoolean()) {
      throw new IOException("not the tokenizer of an uncased BERT model");
    }
    Map<String, Integer> vocabulary = new HashMap<>();
    model
        .path("vocab")
        .fields()
        .forEachRemaining(e -> vocabulary.put(e.getKey(), e.getValue().asInt()));
    return new WordPieces(
        vocabulary,
        model.path("max_input_chars_per_word").asInt(100),
        model.path("unk_token").asText());
  }

  /**
   * The token numbers of a text between {@code [CLS]} and {@code [SEP]}.
   *
   * @param most how many to return at most, at least 2; what follows is cut
   */
  long[] encode(String text, int most) {
    String normal = BertNormalizer.normalize(text);
    Pieces pieces = new Pieces(most - 1);
    pieces.add(start);
    int position = 0;
    while (position < normal.length() && !pieces.full()) {
      int c = normal.codePointAt(position);
      int next = position + Character.charCount(c);
      if (isPunctuation(c)) {
        addWord(normal.substring(position, next), pieces);
      } else if (c != ' ') {
        while (next < normal.length() && !isBreak(normal.codePointAt(next))) {
          next += Character.charCount(normal.codePointAt(next));
        }
        addWord(normal.substring(position, next), pieces);
      }
      position = next;
    }
    return pieces.endingWith(end);
  }

  private void addWord(String word, Pieces pieces) {
    if (word.codePointCount(0, word.length()) > longestWord) {
      pieces.add(unknown);
      return;
    }
    int before = pieces.count;
    int from = 0;
    while (from < word.length()) {
      int to = word.length();
      Integer piece = null;
      while (to > from && piece == null) {
        String part = word.substring(from, to);
        piece = vocabulary.get(from == 0 ? part : CONTINUED + part);
        if (piece == null) {
          to = word.offsetByCodePoints(to, -1);
        }
      }
      if (piece == null) {
        pieces.count = before;
        pieces.add(unknown);
        return;
      }
      pieces.add(piece);
      from = to;
    }
  }

  private static boolean isBreak(int c) {
    return c == ' ' || isPunctuation(c);
  }

  /** All ASCII characters that are no letter, digit or space, and Unicode's punctuation. */
  private static boolean isPunctuation(int c) {
    if (c < 0x80) {
      return c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
    }
    return switch (Character.getType(c)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  private int id(String token) {
    Integer id = vocabulary.get(token);
    if (id == null) {
      throw new IllegalArgumentException("the vocabulary has no token " + token);
    }
    return id;
  }

  /** A list of numbers that grows up to a limit; more than that is dropped. */
  private static final class Pieces {
    private final int most;
    private long[] ids;
    private int count;

    Pieces(int most) {
      this.most = most;
      this.ids = new long[Math.min(most + 1, 64)];
    }

    boolean full() {
      return count >= most;
    }

    void add(int id) {
      if (full()) {
        return;
      }
      if (count == ids.length) {
        ids = Arrays.copyOf(ids, count * 2);
      }
      ids[count++] = id;
    }

    long[] endingWith(int id) {
      long[] all = Arrays.copyOf(ids, count + 1);
      all[count] = id;
      return all;
    }
  }
}
