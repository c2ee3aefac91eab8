package io.understudy.spark.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.spark.view.KeySlices.Slice;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class KeySlicesTest {
  @Property(tries = 300)
  void slicesLieSideBySideAndCoverAllKeys(
      @ForAll @LongRange(min = 1, max = 5_000_000) long contents,
      @ForAll @DoubleRange(max = 300) double seconds) {
    KeySlices slices = new KeySlices(contents);
    long next = Long.MIN_VALUE;
    boolean last = false;
    while (slices.more()) {
      assertThat(last).isFalse();
      Slice slice = slices.next();
      assertThat(slice.low()).isEqualTo(next);
      assertThat(slice.high()).isGreaterThan(slice.low());
      last = slice.high() == Long.MAX_VALUE;
      next = slice.high() + 1;
      slices.took(seconds);
    }
    assertThat(last).isTrue();
    assertThat(slices.done()).isEqualTo(1);
  }

  @Test
  void slicesGrowUntilEachTakesHalfAMinute() {
    KeySlices slices = new KeySlices(1_000_000);
    double before = 0;
    double share = 0;
    while (slices.done() < 0.5) {
      before = slices.done();
      assertThat(slices.next().low()).isLessThan(0);
      share = slices.done() - before;
      slices.took(share * 1_000_000 / 1_000);
    }
    assertThat(share).isBetween(0.029, 0.031);
  }
}
