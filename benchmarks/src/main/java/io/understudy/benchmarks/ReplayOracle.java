package io.understudy.benchmarks;

import io.understudy.localllm.Asked;
import io.understudy.localllm.Oracle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An LLM that answers as a real one was recorded to. Where nothing was recorded it answers as
 * people did, but for a share of the texts gives the label of another text, drawn at random. So the
 * classes keep their sizes, as they would not if labels were flipped: with 12% true rows, 5% of
 * flipped labels would make every third true answer a false one.
 *
 * <p>The same text always gets the same answer.
 */
public final class ReplayOracle implements Oracle {
  private final Map<String, String> answers;
  private final AtomicLong strangers = new AtomicLong();

  private ReplayOracle(Map<String, String> answers) {
    this.answers = answers;
  }

  /**
   * @param labels from the set's labels to the answers of the question
   * @param noise share of the texts, in [0, 1], that get another text's label
   * @param seed of the noise
   */
  public static ReplayOracle of(DataSet set, Map<String, String> labels, double noise, long seed) {
    Map<String, String> answers = new HashMap<>();
    List<DataSet.Item> items = new ArrayList<>(set.byText().values());
    Random random = new Random(seed);
    for (DataSet.Item item : items) {
      boolean noisy = random.nextDouble() < noise;
      String other = items.get(random.nextInt(items.size())).label();
      String label = item.llm() != null ? item.llm() : noisy ? other : item.label();
      answers.put(item.text(), labels.getOrDefault(label, label));
    }
    return new ReplayOracle(answers);
  }

  /** What it says to a text of the set. */
  public String answer(String text) {
    return answers.getOrDefault(text, "");
  }

  /** How often it was asked about a text that the set does not have. */
  public long strangers() {
    return strangers.get();
  }

  @Override
  public Optional<List<String>> answer(Asked asked) {
    String answer = answers.get(asked.text());
    if (answer == null) {
      strangers.incrementAndGet();
      return Optional.empty();
    }
    return Oracle.label(asked, answer).map(List::of);
  }
}
