package io.understudy.llm;

import io.understudy.call.AnswerSet;
import io.understudy.llm.TokenChoice.Token;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns the log-probabilities of a reply's tokens into probabilities of the labels.
 *
 * <p>Read from where the answer begins: behind {@code "answer":"}, or at the start of a bare label.
 * As long as the tokens said so far fit several labels, each alternative at the next token that
 * fits exactly one of them gives that label its probability; the said token's goes on to be divided
 * further. In the end the probabilities of the labels are made to sum to 1, as the restriction to
 * the closed set does. A label that is not among the alternatives gets 0.
 *
 * <p>An alternative that fits several labels and was not said tells nothing about each of them.
 * Where such tokens hold more than a twentieth of what the labels got, there is no result.
 */
public final class LabelProbabilities {
  private static final double MOST_UNDIVIDED = 0.05;

  private static final Pattern QUOTED = Pattern.compile("\"answer\"\\s*:\\s*\"");
  private static final Pattern BARE = Pattern.compile("[\\s\"'`*_]*");
  private static final String THOUGHT = "</think>";

  private final List<Word> words;
  private final double[] found;
  private double undivided;

  private LabelProbabilities(List<Word> words, int classes) {
    this.words = words;
    this.found = new double[classes];
  }

  /**
   * A text that names a class.
   *
   * @param closed the text with what ends it
   */
  private record Word(int label, String text, Pattern closed) {
    boolean fits(String said) {
      return text.startsWith(said) || closed.matcher(said).lookingAt();
    }
  }

  /**
   * The probability of each class.
   *
   * @param tokens of the whole reply
   * @return one per class in class order; empty when it cannot be told
   */
  public static List<Double> of(List<TokenChoice> tokens, AnswerSet answers) {
    if (answers instanceof AnswerSet.AnyOf || tokens.isEmpty()) {
      return List.of();
    }
    StringBuilder whole = new StringBuilder();
    tokens.forEach(choice -> whole.append(choice.token().bytes()));
    int thought = whole.lastIndexOf(THOUGHT);
    int from = thought < 0 ? 0 : thought + THOUGHT.length();
    Matcher quoted = QUOTED.matcher(whole).region(from, whole.length());
    boolean json = quoted.find();
    int start = json ? quoted.end() : endOfMarks(whole, from);
    if (json && quoted.find()) {
      return List.of();
    }
    return new LabelProbabilities(words(answers, json), answers.size())
        .walk(tokens, whole.toString(), start);
  }

  private static int endOfMarks(CharSequence text, int from) {
    Matcher marks = BARE.matcher(text).region(from, text.length());
    return marks.lookingAt() ? marks.end() : from;
  }

  private static List<Word> words(AnswerSet answers, boolean json) {
    List<Word> words = new ArrayList<>();
    if (answers instanceof AnswerSet.YesNo) {
      words.add(word(0, "false", json));
      words.add(word(0, "no", json));
      words.add(word(1, "true", json));
      words.add(word(1, "yes", json));
      return words;
    }
    List<String> labels = answers.labels();
    for (int i = 0; i < labels.size(); i++) {
      words.add(word(i, labels.get(i), json));
    }
    return words;
  }

  private static Word word(int label, String text, boolean json) {
    String written = json ? text.replace("\\", "\\\\").replace("\"", "\\\"") : text.strip();
    String bytes = folded(TokenChoice.text(written));
    String end = json ? "\"" : "(?![\\p{Alnum}_-])";
    return new Word(label, bytes, Pattern.compile(Pattern.quote(bytes) + end));
  }

  /** ASCII only, as the other bytes are parts of characters. */
  private static String folded(String bytes) {
    StringBuilder lower = new StringBuilder(bytes.length());
    for (int i = 0; i < bytes.length(); i++) {
      char c = bytes.charAt(i);
      lower.append(c < 0x80 ? String.valueOf(c).toLowerCase(Locale.ROOT) : c);
    }
    return lower.toString();
  }

  private List<Double> walk(List<TokenChoice> tokens, String whole, int start) {
    List<Word> open = words;
    double reached = 1;
    int at = 0;
    for (TokenChoice choice : tokens) {
      int end = at + choice.token().bytes().length();
      if (end > start) {
        String before = whole.substring(Math.min(at, start), at);
        String skipped = whole.substring(at, Math.max(at, start));
        open = divide(choice, new Place(open, before, skipped, reached));
        if (open.isEmpty()) {
          return List.of();
        }
        if (label(open) >= 0) {
          return result();
        }
        reached *= Math.exp(choice.token().logprob());
      }
      at = end;
    }
    return List.of();
  }

  /**
   * A place in the reply.
   *
   * @param open the words that what was said so far fits
   * @param before what was said of the label so far
   * @param skipped how the token here has to begin, as it stands before the label, too
   * @param reached the probability that the reply comes here, given that it comes to the label
   */
  private record Place(List<Word> open, String before, String skipped, double reached) {
    /** The words that fit when it goes on with a token. */
    List<Word> fitting(Token token) {
      if (!token.bytes().startsWith(skipped)) {
        return List.of();
      }
      String said = folded(before + token.bytes().substring(skipped.length()));
      return open.stream().filter(word -> word.fits(said)).toList();
    }
  }

  /** Gives each label what it gets at this place; returns the words that go on. */
  private List<Word> divide(TokenChoice choice, Place place) {
    Set<Token> tokens = new LinkedHashSet<>();
    tokens.add(choice.token());
    choice.likeliest().stream()
        .filter(token -> !token.bytes().equals(choice.token().bytes()))
        .forEach(tokens::add);
    for (Token token : tokens) {
      List<Word> fitting = place.fitting(token);
      double probability = place.reached() * Math.exp(token.logprob());
      int label = label(fitting);
      if (label >= 0) {
        found[label] += probability;
      } else if (!fitting.isEmpty() && !token.equals(choice.token())) {
        undivided += probability;
      }
    }
    return place.fitting(choice.token());
  }

  /** The only label that some words name, or -1. */
  private static int label(List<Word> words) {
    int[] labels = words.stream().mapToInt(Word::label).distinct().toArray();
    return labels.length == 1 ? labels[0] : -1;
  }

  private List<Double> result() {
    double sum = Arrays.stream(found).sum();
    if (!(sum > 0) || undivided > MOST_UNDIVIDED * sum) {
      return List.of();
    }
    return Arrays.stream(found).map(probability -> probability / sum).boxed().toList();
  }
}
