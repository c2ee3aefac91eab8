package io.understudy.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.understudy.benchmarks.DataSet.Item;
import io.understudy.localllm.Asked;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplayOracleTest {
  private static final Map<String, String> YES_NO = Map.of("spam", "true", "ham", "false");

  @Test
  void recordedAnswersGoBeforeLabelsAndTakeNoNoise() {
    DataSet set = new DataSet("s", List.of(new Item("0", "one", "ham", "true")));

    assertThat(ReplayOracle.of(set, YES_NO, 1, 1).answer(asked("one"))).contains(List.of("true"));
  }

  @Test
  void rareClassesKeepTheirSizeUnderNoise() {
    DataSet set = rareSpam(20_000);
    ReplayOracle oracle = ReplayOracle.of(set, YES_NO, 0.5, 3);
    List<Item> rows = set.rows();

    double trueShare =
        rows.stream().filter(row -> oracle.answer(row.text()).equals("true")).count() / 20_000.0;
    double changed =
        rows.stream()
                .filter(row -> !oracle.answer(row.text()).equals(YES_NO.get(row.label())))
                .count()
            / 20_000.0;

    assertThat(trueShare).isCloseTo(0.1, within(0.01));
    // Half of the texts get a random label, which is another one for 2 x 0.1 x 0.9 of them.
    assertThat(changed).isCloseTo(0.09, within(0.01));
  }

  @Test
  void countsTextsThatTheSetDoesNotHave() {
    ReplayOracle oracle = ReplayOracle.of(rareSpam(10), YES_NO, 0, 1);

    assertThat(oracle.answer(asked("never seen"))).isEmpty();
    assertThat(oracle.strangers()).isEqualTo(1);
  }

  private static DataSet rareSpam(int rows) {
    return new DataSet(
        "s",
        IntStream.range(0, rows)
            .mapToObj(i -> new Item("" + i, "text " + i, i % 10 == 0 ? "spam" : "ham", null))
            .toList());
  }

  private static Asked asked(String text) {
    return new Asked("Is it?", List.of("true", "false"), false, Map.of("text", text));
  }
}
