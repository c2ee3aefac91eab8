package io.understudy.benchmarks.coverage;

import io.understudy.benchmarks.DataSet;
import io.understudy.model.Features;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A set as the judge sees it: every different text once, with its vector and what the LLM says.
 *
 * @param name of the set
 * @param classes number of classes
 * @param rows one per text: its vector
 * @param llm one class per text
 */
record Recorded(String name, int classes, List<Features> rows, int[] llm) {

  /**
   * @param categories the classes in order; for a yes/no question false comes first
   * @param answers what the LLM says to each text
   * @param embeddings by row id
   */
  static Recorded of(
      DataSet set,
      List<String> categories,
      Map<String, String> answers,
      Map<String, float[]> embeddings) {
    List<Features> rows = new ArrayList<>();
    List<Integer> llm = new ArrayList<>();
    for (DataSet.Item item : set.byText().values()) {
      int answer = categories.indexOf(answers.getOrDefault(item.text(), ""));
      if (answer >= 0) {
        rows.add(Features.ofVector(Objects.requireNonNull(embeddings.get(item.id()))));
        llm.add(answer);
      }
    }
    return new Recorded(
        set.name(),
        categories.size(),
        List.copyOf(rows),
        llm.stream().mapToInt(Integer::intValue).toArray());
  }

  int size() {
    return llm.length;
  }
}
