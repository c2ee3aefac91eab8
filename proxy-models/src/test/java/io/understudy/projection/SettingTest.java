package io.understudy.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.call.Promise;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingTest {
  private static final Promise RECALL = new Promise.Recall(0.95);

  @Test
  void anotherTargetIsThatOfTheFirstPromiseAndTheOthersStay() {
    Setting setting = of(new Promise.Precision(0.85), RECALL);
    for (double target : Projector.TARGETS) {
      assertThat(setting.withTarget(target)).isEqualTo(of(new Promise.Precision(target), RECALL));
    }
  }

  private static Setting of(Promise... promises) {
    return new Setting(5000, List.of(promises), 0.9, 1000, 0.4, 0.05);
  }
}
