package io.understudy.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void allIsWantedUnlessSomethingIs() {
    assertThat(Options.parse("coverage").wants("snips")).isTrue();
    assertThat(Options.parse("coverage").wants("snips", "accuracy90")).isTrue();
    Options only = Options.parse("coverage", "--only=snips,sms_spam.default", "--seeds=3");
    assertThat(only.seeds()).isEqualTo(3);
    assertThat(only.wants("snips", "accuracy90")).isTrue();
    assertThat(only.wants("sms_spam")).isFalse();
    assertThat(only.wants("sms_spam", "default")).isTrue();
    assertThat(only.wants("sms_spam", "accuracy90")).isFalse();
    assertThat(only.wants("scicite", "default")).isFalse();
  }

  @Test
  void sizesAndShares() {
    Options options = Options.parse("savings", "--rows=10,2000", "--noise=0,0.1", "--quick");
    assertThat(options.rowsOr(List.of(1L))).containsExactly(10L, 2000L);
    assertThat(options.noise()).containsExactly(0.0, 0.1);
    assertThat(options.quick()).isTrue();
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> Options.parse("quality", "--fast")).hasMessageContaining("--fast");
    assertThatThrownBy(() -> Options.parse()).hasMessageContaining("one benchmark");
  }
}
