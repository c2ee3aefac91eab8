package io.understudy.spark.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.sample.ContentKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LabelMemoryTest {
  private final AtomicLong clock = new AtomicLong();
  private final LabelMemory<String> memory = new LabelMemory<>(3, clock::get);

  private static ContentKey key(String text) {
    return ContentKey.of(List.of(text));
  }

  @Test
  void theFirstOfTwoLabelsStays() {
    memory.put("q", key("a"), "first");
    memory.put("q", key("a"), "second");
    assertThat(memory.find("q", key("a"))).hasValue("first");
    assertThat(memory.size()).isEqualTo(1);
  }

  @Test
  void aChoiceDecidesWhereItIsGiven() {
    memory.merge("q", key("a"), "b", (x, y) -> x.compareTo(y) < 0 ? x : y);
    memory.merge("q", key("a"), "a", (x, y) -> x.compareTo(y) < 0 ? x : y);
    memory.merge("q", key("a"), "c", (x, y) -> x.compareTo(y) < 0 ? x : y);
    assertThat(memory.find("q", key("a"))).hasValue("a");
    assertThat(memory.size()).isEqualTo(1);
  }

  @Test
  void someLabelsOfAQuestionAreNotTakenForAll() {
    memory.put("q", key("a"), "came");
    assertThat(memory.knows("q")).isFalse();
    memory.replace("q", Map.of(key("a"), "read", key("b"), "read"));
    assertThat(memory.knows("q")).isTrue();
  }

  @Test
  void aQuestionThatWasForgottenIsReadAgainAlthoughALateAnswerCame() {
    memory.replace("old", Map.of(key("a"), "1", key("b"), "2"));
    clock.addAndGet(TimeUnit.HOURS.toNanos(1));
    memory.replace("new", Map.of(key("a"), "1", key("b"), "2"));
    assertThat(memory.all("old", label -> label)).isEmpty();
    memory.put("old", key("c"), "late");
    assertThat(memory.knows("old")).isFalse();
    assertThat(memory.knows("new")).isTrue();
  }

  @Test
  void aQuestionInUseIsNotForgottenForItsSize() {
    memory.replace("q", Map.of(key("a"), "1", key("b"), "2", key("c"), "3", key("d"), "4"));
    memory.replace("r", Map.of(key("a"), "1"));
    assertThat(memory.all("q", label -> label)).hasSize(4);
    assertThat(memory.size()).isEqualTo(5);
  }
}
