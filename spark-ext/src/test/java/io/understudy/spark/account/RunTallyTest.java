package io.understudy.spark.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.account.Usage;
import io.understudy.sample.ContentKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunTallyTest {
  private final RunTally tally = new RunTally();

  private static ContentKey key(int i) {
    return ContentKey.of(List.of("text " + i));
  }

  @Test
  void whatFailsCostsToo() {
    tally.answered(key(0), new Usage(1, 10, 2, false));
    assertThat(tally.paidHere(key(0))).isTrue();
    assertThat(tally.paidHere(key(1))).isFalse();
    tally.failed(key(1), "nonsense", new Usage(2, 20, 4, true));
    assertThat(tally.usage()).isEqualTo(new Usage(3, 30, 6, true));
    assertThat(tally.asked()).isEqualTo(2);
    assertThat(tally.failed()).isEqualTo(1);
    assertThat(tally.failureOf(key(1))).isEqualTo("nonsense");
    assertThat(tally.failureOf(key(2))).isEmpty();
  }

  @Test
  void aTaskThatRunsAgainIsNotCountedTwice() {
    assertThat(tally.rowsFailed(0, 5)).isEqualTo(5);
    assertThat(tally.rowsFailed(1, 2)).isEqualTo(7);
    assertThat(tally.rowsFailed(0, 5)).isEqualTo(7);
    tally.embedded(0, 10);
    tally.embedded(1, 10);
    tally.embedded(0, 15);
    assertThat(tally.embedded()).isEqualTo(25);
  }

  @Test
  void theMostFrequentProblemsComeFirst() {
    String[] problems = {"b", "a", "b", "c", "a", "b", "d"};
    for (int i = 0; i < problems.length; i++) {
      tally.failed(key(i), problems[i], Usage.NONE);
    }
    assertThat(tally.problems()).isEqualTo("b (3 times); a (2 times); c (1 times)");
  }
}
