package io.understudy.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.understudy.call.AnswerSet;
import io.understudy.call.Category;
import io.understudy.llm.TokenChoice.Token;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LabelProbabilitiesTest {
  private static final AnswerSet YES_NO = new AnswerSet.YesNo();

  @Test
  void readsTheTokenWhereTheLabelsPart() {
    List<TokenChoice> reply =
        List.of(
            said("{\""),
            said("answer"),
            said("\":"),
            // Other ways to go on from here, for example without a quote, are not the label's.
            choice(" \"", 0.9, " false", 0.06, " true", 0.03),
            choice("false", 0.5, "true", 0.3, "False", 0.05, "maybe", 0.1),
            said("\"}"));
    assertProbabilities(reply, YES_NO, 0.55 / 0.85, 0.3 / 0.85);
  }

  @Test
  void readsABareLabel() {
    assertProbabilities(List.of(choice("True", 0.6, "No", 0.2), said(".")), YES_NO, 0.25, 0.75);
    assertProbabilities(
        List.of(
            said("<think>"), said("false?"), said("</think>\n"), choice("true", 0.8, "false", 0.2)),
        YES_NO,
        0.2,
        0.8);
  }

  @Test
  void dividesWhatLabelsThatBeginAlikeShare() {
    AnswerSet cards = oneOf("card_arrival", "card_lost", "card", "pin");
    List<TokenChoice> lost =
        List.of(
            said("{\"answer\":\""),
            choice("card", 0.8, "pin", 0.2),
            choice("_", 0.75, "\"}", 0.25),
            choice("lost", 0.9, "arr", 0.1),
            said("\"}"));
    assertProbabilities(lost, cards, 0.06, 0.54, 0.2, 0.2);
    // Which of the cards might have been meant is not told.
    List<TokenChoice> pin =
        List.of(said("{\"answer\":\""), choice("pin", 0.8, "card", 0.2), said("\"}"));
    assertThat(LabelProbabilities.of(pin, cards)).isEmpty();
    List<TokenChoice> surely =
        List.of(said("{\"answer\":\""), choice("pin", 0.99, "card", 0.01), said("\"}"));
    assertProbabilities(surely, cards, 0, 0, 0, 1);
  }

  @Test
  void readsLabelsWhoseCharactersAreSeveralTokens() {
    AnswerSet sizes = oneOf("größe", "größer", "\"a\\b\"");
    byte[] bytes = "ö".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    List<TokenChoice> reply =
        List.of(
            said("{\"answer\":\"gr"),
            new TokenChoice(new Token(TokenChoice.bytes(new byte[] {bytes[0]}), 0), List.of()),
            new TokenChoice(new Token(TokenChoice.bytes(new byte[] {bytes[1]}), 0), List.of()),
            said("ße"),
            choice("\"", 0.7, "r", 0.3));
    assertProbabilities(reply, sizes, 0.7, 0.3, 0);
    assertProbabilities(
        List.of(choice("{\"answer\": \"\\\"a", 0.9), said("\\\\b\\\"\"}")), sizes, 0, 0, 1);
  }

  @Test
  void saysNothingWhereNothingCanBeTold() {
    assertThat(LabelProbabilities.of(List.of(), YES_NO)).isEmpty();
    assertThat(LabelProbabilities.of(List.of(said("Well, that depends")), YES_NO)).isEmpty();
    assertThat(LabelProbabilities.of(List.of(said("{\"answer\":"), said(" \"")), YES_NO)).isEmpty();
    // Two answers: which of them counts is the parser's to say.
    assertThat(
            LabelProbabilities.of(
                List.of(said("{\"answer\":\"true\"} {\"answer\":\"true\"}")), YES_NO))
        .isEmpty();
    AnswerSet any = new AnswerSet.AnyOf(List.of(Category.named("a"), Category.named("b")));
    assertThat(LabelProbabilities.of(List.of(said("{\"answer\":\"a\"}")), any)).isEmpty();
  }

  /**
   * Labels cut into tokens anyhow and a model that gives each a probability: as long as the said
   * label's own tokens are shared by others, the probabilities come back.
   */
  @Property(tries = 300)
  void givesBackWhatTheTokensWereMadeFrom(
      @ForAll("labels") List<String> labels,
      @ForAll("numbers") List<Integer> weights,
      @ForAll("numbers") List<Integer> cuts) {
    AnswerSet set = oneOf(labels.toArray(String[]::new));
    double sum = IntStream.range(0, labels.size()).mapToDouble(weights::get).sum();
    int token = 1 + cuts.get(0) % 4;
    for (int said = 0; said < labels.size(); said++) {
      List<TokenChoice> reply = new ArrayList<>(List.of(said("{\"answer\":\"")));
      double hidden = walk(labels, weights, said, token, reply);
      List<Double> read = LabelProbabilities.of(reply, set);
      if (hidden == 0) {
        for (int i = 0; i < labels.size(); i++) {
          assertThat(read.get(i)).isCloseTo(weights.get(i) / sum, within(1e-9));
        }
      } else if (!read.isEmpty()) {
        assertThat(read.stream().mapToDouble(p -> p).sum()).isCloseTo(1, within(1e-9));
        assertThat(hidden / sum).isLessThan(0.05);
      }
    }
  }

  /** Writes the tokens of a label; returns the weight of those that share a token not said. */
  private static double walk(
      List<String> labels, List<Integer> weights, int said, int size, List<TokenChoice> reply) {
    String whole = labels.get(said) + "\"}";
    double hidden = 0;
    for (int at = 0; at < whole.length(); at += size) {
      Map<String, List<Integer>> next = new TreeMap<>();
      for (int i = 0; i < labels.size(); i++) {
        String other = labels.get(i) + "\"}";
        if (other.startsWith(whole.substring(0, at)) && other.length() > at) {
          String piece = other.substring(at, Math.min(other.length(), at + size));
          next.computeIfAbsent(piece, p -> new ArrayList<>()).add(i);
        }
      }
      double here = next.values().stream().flatMap(List::stream).mapToInt(weights::get).sum();
      String own = whole.substring(at, Math.min(whole.length(), at + size));
      List<Token> tokens = new ArrayList<>();
      for (Map.Entry<String, List<Integer>> one : next.entrySet()) {
        double weight = one.getValue().stream().mapToInt(weights::get).sum();
        tokens.add(new Token(TokenChoice.text(one.getKey()), Math.log(weight / here)));
        hidden += one.getKey().equals(own) || one.getValue().size() == 1 ? 0 : weight;
      }
      Token chosen =
          tokens.stream()
              .filter(t -> t.bytes().equals(TokenChoice.text(own)))
              .findFirst()
              .orElseThrow();
      reply.add(new TokenChoice(chosen, tokens));
    }
    return hidden;
  }

  @Provide
  Arbitrary<List<String>> labels() {
    return Arbitraries.strings()
        .withChars("abü ")
        .ofMinLength(1)
        .ofMaxLength(6)
        .filter(label -> label.equals(label.strip()))
        .list()
        .ofMinSize(2)
        .ofMaxSize(6)
        .uniqueElements();
  }

  @Provide
  Arbitrary<List<Integer>> numbers() {
    return Arbitraries.integers().between(1, 1000).list().ofSize(6);
  }

  private static AnswerSet oneOf(String... names) {
    return new AnswerSet.OneOf(Arrays.stream(names).map(Category::named).toList());
  }

  private static void assertProbabilities(
      List<TokenChoice> reply, AnswerSet set, double... expected) {
    List<Double> read = LabelProbabilities.of(reply, set);
    assertThat(read).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(read.get(i)).isCloseTo(expected[i], within(1e-9));
    }
  }

  private static TokenChoice said(String token) {
    return choice(token, 1);
  }

  /** What was said with its probability, and then others with theirs. */
  private static TokenChoice choice(Object... tokensAndProbabilities) {
    List<Token> tokens = new ArrayList<>();
    for (int i = 0; i < tokensAndProbabilities.length; i += 2) {
      double probability = ((Number) tokensAndProbabilities[i + 1]).doubleValue();
      tokens.add(
          new Token(TokenChoice.text((String) tokensAndProbabilities[i]), Math.log(probability)));
    }
    return new TokenChoice(tokens.get(0), tokens);
  }
}
