package io.understudy.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RetryPolicyTest {
  @Property(seed = "1")
  void waitsGrowWithJitterAndNeverUndercutRetryAfter(
      @ForAll @IntRange(min = 1, max = 200) int failures,
      @ForAll @IntRange(min = 0, max = 99) int jitterPercent,
      @ForAll @IntRange(min = 0, max = 100_000) int askedMillis) {
    double jitter = jitterPercent / 100.0;
    RetryPolicy policy =
        new RetryPolicy(
            Duration.ofMillis(250), Duration.ofSeconds(20), Duration.ofSeconds(3), () -> jitter);
    Duration asked = Duration.ofMillis(askedMillis);

    assertThat(policy.delay(failures, Optional.of(asked))).isGreaterThanOrEqualTo(asked);
    double limit = Math.min(20_000, 250 * Math.pow(2, failures - 1));
    double free = policy.delay(failures, Optional.empty()).toNanos() / 1e6;
    assertThat(free).isBetween(limit * jitter - 0.01, limit * jitter + 0.01);
  }
}
