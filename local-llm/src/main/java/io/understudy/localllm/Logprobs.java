package io.understudy.localllm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Token log-probabilities of a reply that gives one label, in OpenAI's form. Of the label each four
 * characters are a token, so that labels which begin alike share tokens; its closing quote is a
 * token of its own with what follows.
 */
final class Logprobs {
  private static final int TOKEN = 4;
  private static final int MOST = 20;

  private final Map<String, Double> chances;
  private final String end;

  /**
   * @param end what follows a label
   */
  private Logprobs(Map<String, Double> chances, String end) {
    this.chances = chances;
    this.end = end;
  }

  /**
   * Writes {@code {"content": [...]}}.
   *
   * @param content the reply's text, with the label in it once
   * @param chances the probability of each label
   */
  static void write(
      ObjectNode logprobs, String content, String label, Map<String, Double> chances) {
    ArrayNode tokens = logprobs.putArray("content");
    int at = content.lastIndexOf(label);
    if (at > 0) {
      entry(tokens.addObject(), content.substring(0, at), 1).putArray("top_logprobs");
    }
    new Logprobs(chances, content.substring(at + label.length())).label(tokens, label);
  }

  private void label(ArrayNode tokens, String label) {
    String said = "";
    while (true) {
      String next = next(label, said);
      if (next.isEmpty()) {
        return;
      }
      Map<String, Double> here = after(said);
      double all = here.values().stream().mapToDouble(chance -> chance).sum();
      ObjectNode token = entry(tokens.addObject(), next, here.getOrDefault(next, 0.0) / all);
      ArrayNode likeliest = token.putArray("top_logprobs");
      here.entrySet().stream()
          .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
          .limit(MOST)
          .forEach(one -> entry(likeliest.addObject(), one.getKey(), one.getValue() / all));
      said += next;
    }
  }

  /** What may come next, with the chances of the labels that go on so. */
  private Map<String, Double> after(String said) {
    Map<String, Double> next = new LinkedHashMap<>();
    chances.forEach(
        (label, chance) -> {
          if ((label + end).startsWith(said)) {
            next.merge(next(label, said), chance, Double::sum);
          }
        });
    return next;
  }

  private String next(String label, String said) {
    if (said.length() >= label.length()) {
      return said.equals(label) ? end : "";
    }
    return label.substring(said.length(), Math.min(label.length(), said.length() + TOKEN));
  }

  private static ObjectNode entry(ObjectNode node, String token, double chance) {
    node.put("token", token).put("logprob", Math.log(Math.max(chance, 1e-30)));
    ArrayNode bytes = node.putArray("bytes");
    for (byte b : token.getBytes(StandardCharsets.UTF_8)) {
      bytes.add(b & 0xff);
    }
    return node;
  }
}
