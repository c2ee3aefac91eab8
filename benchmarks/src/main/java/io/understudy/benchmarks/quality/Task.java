package io.understudy.benchmarks.quality;

import io.understudy.benchmarks.DataSet;
import io.understudy.benchmarks.Scores;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A question about every row of a set.
 *
 * @param group name in the figures; several tasks may share it
 * @param data the rows
 * @param question of an AI.IF; empty for an AI.CLASSIFY
 * @param labels from the labels of people to answers, where they differ
 * @param categories the answers to choose from
 * @param terms what is promised, one query each
 * @param noise share of the texts on which what stands in for an LLM departs from people; without
 *     meaning where a real LLM's answers were recorded
 */
record Task(
    String group,
    DataSet data,
    String question,
    Map<String, String> labels,
    List<String> categories,
    List<Terms> terms,
    double noise) {
  /** The share that is not in a group's name. */
  static final double USUAL_NOISE = 0.05;

  /** A yes/no question. */
  static Task yesNo(
      String group, DataSet data, String question, String positive, List<Terms> terms) {
    Map<String, String> labels =
        data.rows().stream()
            .map(DataSet.Item::label)
            .distinct()
            .collect(
                Collectors.toMap(
                    label -> label, label -> label.equals(positive) ? "true" : "false"));
    return new Task(group, data, question, labels, List.of("true", "false"), terms, USUAL_NOISE);
  }

  /** A choice among the labels that the set has, in alphabetical order. */
  static Task choice(DataSet data, List<Terms> terms) {
    return new Task(
        data.name(),
        data,
        "",
        Map.of(),
        data.rows().stream().map(DataSet.Item::label).distinct().sorted().toList(),
        terms,
        USUAL_NOISE);
  }

  /** Whether a real LLM's answers were recorded. */
  boolean recorded() {
    return data.rows().get(0).llm() != null;
  }

  /** The same question with another stand-in for the LLM, as a group of its own. */
  Task withNoise(double share) {
    return new Task(group + suffix(share), data, question, labels, categories, terms, share);
  }

  /** The set's name, and what the stand-in for the LLM is if not the usual one. */
  String name() {
    return data.name() + suffix(noise);
  }

  private static String suffix(double share) {
    if (share == USUAL_NOISE) {
      return "";
    }
    return share == 0 ? "-clean" : String.format(Locale.ROOT, "-noise%.0f", 100 * share);
  }

  boolean isYesNo() {
    return !question.isEmpty();
  }

  /** The answer of people to a row. */
  String people(DataSet.Item item) {
    return labels.getOrDefault(item.label(), item.label());
  }

  /** The query over a view with id, text and emb; its columns are id and answer. */
  String sql(String view, Terms promised) {
    String call =
        isYesNo()
            ? "AI.IF('%s ' || text, embeddings => emb%s)".formatted(question, promised.arguments())
            : "AI.CLASSIFY(text, array(%s), embeddings => emb%s)"
                .formatted(
                    categories.stream().map(c -> "'" + c + "'").collect(Collectors.joining(", ")),
                    promised.arguments());
    return "SELECT id, CAST(%s AS STRING) AS answer FROM %s".formatted(call, view);
  }

  /** F1 of the true rows, or the mean F1 of the classes. */
  double f1(List<String> answers, List<String> truth) {
    return isYesNo()
        ? Scores.f1(answers, truth, "true")
        : Scores.macroF1(answers, truth, categories);
  }
}
