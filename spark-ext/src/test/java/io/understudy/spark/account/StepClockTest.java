package io.understudy.spark.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StepClockTest {
  private long now;
  private final StepClock clock = new StepClock(() -> now);

  private int pass(long seconds) {
    now += seconds * 1_000_000_000L;
    return 0;
  }

  @Test
  void timesOfAStepAddUp() {
    clock.timed(Step.TRAIN, () -> pass(2));
    clock.timed(Step.JUDGE, () -> pass(10));
    clock.timed(Step.TRAIN, () -> pass(3));
    assertThat(clock.seconds(Step.TRAIN)).isEqualTo(5);
    assertThat(clock.seconds(Step.JUDGE)).isEqualTo(10);
    assertThat(clock.seconds(Step.LABEL)).isZero();
  }

  @Test
  void workAtTheSameTimeCountsOnce() {
    clock.timed(
        Step.TRAIN,
        () -> {
          pass(1);
          clock.timed(Step.TRAIN, () -> pass(4));
          return pass(1);
        });
    assertThat(clock.seconds(Step.TRAIN)).isEqualTo(6);
  }

  @Test
  void whatFailsTakesTimeToo() {
    assertThatThrownBy(
            () ->
                clock.timed(
                    Step.TRAIN,
                    () -> {
                      pass(2);
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    assertThat(clock.seconds(Step.TRAIN)).isEqualTo(2);
  }
}
