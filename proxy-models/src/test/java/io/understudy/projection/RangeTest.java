package io.understudy.projection;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class RangeTest {
  @Test
  void bothEndsGoAsManyTimesAsFar() {
    assertThat(new Range(400, 800, 1600).stretched(1.5, 0, 10_000))
        .isEqualTo(new Range(200, 800, 2000));
  }

  @Test
  void whatIsNotPossibleIsLeftOut() {
    assertThat(new Range(400, 800, 1600).stretched(2, 300, 2000))
        .isEqualTo(new Range(300, 800, 2000));
    assertThat(new Range(0.98, 1, 1).stretched(2, 0, 1)).isEqualTo(new Range(0.96, 1, 1));
  }

  @Test
  void whatIsKnownStaysKnown() {
    assertThat(Range.of(7.0).stretched(1.5, 0, 10)).isEqualTo(Range.of(7.0));
  }

  @Property
  void aStretchedIntervalHoldsTheFormerOne(
      @ForAll @DoubleRange(min = 0, max = 1) double low,
      @ForAll @DoubleRange(min = 0, max = 1) double wide,
      @ForAll @DoubleRange(min = 1, max = 3) double factor) {
    Range range = new Range(low * 0.5, low, low + (1 - low) * wide);
    Range stretched = range.stretched(factor, 0, 1);
    assertThat(stretched.low()).isBetween(0.0, range.low());
    assertThat(stretched.middle()).isEqualTo(range.middle());
    assertThat(stretched.high()).isBetween(range.high(), 1.0);
  }
}
