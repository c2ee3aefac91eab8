package io.understudy.it;

import io.understudy.localllm.Asked;
import io.understudy.localllm.Oracle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Answers the questions of {@link Questions} as the columns of {@link Notes} do, and remembers how
 * often each was asked.
 */
final class Recorder implements Oracle {
  private final Map<String, Integer> asked = new TreeMap<>();

  @Override
  public Optional<List<String>> answer(Asked question) {
    remember(question);
    String text = question.instruction() + question.text();
    for (Map.Entry<String, String> known : Questions.INSTRUCTIONS.entrySet()) {
      if (text.startsWith(known.getValue())) {
        boolean is = text.substring(known.getValue().length()).contains(known.getKey());
        return Optional.of(List.of(Boolean.toString(is)));
      }
    }
    return question.labels().stream().filter(text::contains).findFirst().map(List::of);
  }

  private synchronized void remember(Asked question) {
    asked.merge(question.instruction() + " <- " + question.text(), 1, Integer::sum);
  }

  /** Questions with their text, and how often each came. */
  synchronized Map<String, Integer> asked() {
    return new TreeMap<>(asked);
  }

  synchronized void reset() {
    asked.clear();
  }
}
