package io.understudy.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ContentKeyTest {

  @Test
  void wordBoundariesMatter() {
    assertThat(ContentKey.of(List.of("ab", "c"))).isNotEqualTo(ContentKey.of(List.of("a", "bc")));
    assertThat(ContentKey.of(List.of("ab", ""))).isNotEqualTo(ContentKey.of(List.of("ab")));
  }

  @Property
  void textsAndTheirBytesHaveTheSameKey(@ForAll List<String> values) {
    byte[][] bytes =
        values.stream().map(v -> v.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    assertThat(ContentKey.of(values)).isEqualTo(ContentKey.of(bytes));
  }

  // A released version must not move: the labels that users paid for are found by this key.
  @Test
  void keysAndOrdersStayAsTheyAre() {
    ContentKey key = ContentKey.of(List.of("The plot drags.", "2024"));
    assertThat(key).isEqualTo(new ContentKey(-169647318436370611L, 3185242852028338802L));
    assertThat(key.order(42)).isEqualTo(-2414728852172388045L);
  }

  // Chi-square over 64 ranges: mean 63, standard deviation 11; the contents are near each other on
  // purpose.
  @Test
  void ordersOfNeighbouringKeysSpreadEvenlyUnderEverySeed() {
    for (long seed = 0; seed < 20; seed++) {
      int[] hits = new int[64];
      for (int i = 0; i < 6400; i++) {
        hits[Buckets.of(new ContentKey(i % 80, i / 80).order(seed), 64)]++;
      }
      double chi = IntStream.of(hits).mapToDouble(h -> (h - 100.0) * (h - 100) / 100).sum();
      assertThat(chi).as("seed %d", seed).isLessThan(125);
    }
  }

  @Test
  void seedsGiveUnrelatedOrders() {
    int agreeing = 0;
    for (int i = 0; i < 10_000; i++) {
      ContentKey key = ContentKey.of(List.of("row " + i));
      boolean first = key.order(1) < 0;
      boolean second = key.order(2) < 0;
      agreeing += first == second ? 1 : 0;
    }
    assertThat(agreeing).isBetween(4800, 5200);
  }

  @Test
  void keysCompareUnsigned() {
    assertThat(new ContentKey(-1, 0)).isGreaterThan(new ContentKey(1, 0));
    assertThat(new ContentKey(1, -1)).isGreaterThan(new ContentKey(1, 1));
  }
}
