package io.understudy.model;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * Turns texts into vectors of their words and of their pairs of neighbouring words: sublinear term
 * frequency times smoothed inverse document frequency, {@code (1 + ln tf) (1 + ln((1 + n) / (1 +
 * df)))}, of norm 1 (Manning, Raghavan and Schütze, Introduction to Information Retrieval, section
 * 6.4; Weinberger et al. 2009 for the hashing). A word is a run of letters, digits and marks in any
 * script, in lower case; of scripts that are written without spaces each character is a word.
 *
 * <p>Terms that none of those texts had are left out of a vector and of its norm.
 *
 * @param weights the inverse document frequency by hash; 0 where no text had the term
 */
@SuppressWarnings("ArrayRecordComponent")
public record TfIdf(float[] weights) implements Serializable {
  /** Places that terms are hashed to; what more and fewer give is measured on design page 012. */
  public static final int PLACES = 1 << 16;

  private static final int SEED = 17;

  /**
   * Learns how frequent terms are.
   *
   * @param texts any number, without labels
   * @param places how many hashes there are, a power of two
   */
  public static TfIdf fit(List<String> texts, int places) {
    if (Integer.bitCount(places) != 1) {
      throw new IllegalArgumentException("places must be a power of two, but are " + places);
    }
    int[] documents = new int[places];
    for (String text : texts) {
      Arrays.stream(hashes(text, places)).distinct().forEach(hash -> documents[hash]++);
    }
    float[] weights = new float[places];
    for (int i = 0; i < places; i++) {
      weights[i] =
          documents[i] == 0
              ? 0
              : (float) (1 + Math.log((1.0 + texts.size()) / (1.0 + documents[i])));
    }
    return new TfIdf(weights);
  }

  /** The vector of a text; empty if no term is known. */
  public SparseVector of(String text) {
    int[] hashes = hashes(text, weights.length);
    Arrays.sort(hashes);
    int[] indices = new int[hashes.length];
    float[] values = new float[hashes.length];
    int size = 0;
    double squares = 0;
    for (int i = 0; i < hashes.length; ) {
      int hash = hashes[i];
      int count = 0;
      for (; i < hashes.length && hashes[i] == hash; i++) {
        count++;
      }
      if (weights[hash] > 0) {
        double value = (1 + Math.log(count)) * weights[hash];
        indices[size] = hash;
        values[size++] = (float) value;
        squares += value * value;
      }
    }
    double scale = size == 0 ? 0 : 1 / Math.sqrt(squares);
    for (int i = 0; i < size; i++) {
      values[i] = (float) (values[i] * scale);
    }
    return new SparseVector(Arrays.copyOf(indices, size), Arrays.copyOf(values, size));
  }

  /** One hash per word, and one per pair of neighbours. */
  private static int[] hashes(String text, int places) {
    String lower = text.toLowerCase(Locale.ROOT);
    int[] hashes = new int[16];
    int size = 0;
    int before = 0;
    boolean first = true;
    for (int start = 0; start < lower.length(); ) {
      int end = endOfWord(lower, start);
      if (end == start) {
        start += Character.charCount(lower.codePointAt(start));
        continue;
      }
      byte[] word = lower.substring(start, end).getBytes(StandardCharsets.UTF_8);
      int hash = MurmurHash3.hash32x86(word, 0, word.length, SEED);
      if (size + 2 > hashes.length) {
        hashes = Arrays.copyOf(hashes, 2 * hashes.length);
      }
      hashes[size++] = place(hash, places);
      if (!first) {
        hashes[size++] = place(MurmurHash3.hash32(before, hash), places);
      }
      before = hash;
      first = false;
      start = end;
    }
    return Arrays.copyOf(hashes, size);
  }

  /** Where the word that begins here ends; here, if none begins. */
  private static int endOfWord(String text, int start) {
    int end = start;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      boolean alone = Character.isIdeographic(point) || isWrittenWithoutSpaces(point);
      if (alone) {
        return end == start ? end + Character.charCount(point) : end;
      }
      if (!Character.isLetterOrDigit(point)
          && Character.getType(point) != Character.NON_SPACING_MARK) {
        return end;
      }
      end += Character.charCount(point);
    }
    return end;
  }

  private static boolean isWrittenWithoutSpaces(int point) {
    Character.UnicodeScript script = Character.UnicodeScript.of(point);
    return switch (script) {
      case HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> Character.isLetter(point);
      default -> false;
    };
  }

  private static int place(int hash, int places) {
    return (hash ^ (hash >>> 16)) & (places - 1);
  }
}
