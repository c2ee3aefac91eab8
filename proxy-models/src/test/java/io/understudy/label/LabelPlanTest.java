package io.understudy.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.call.Promise;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelPlanTest {
  private static final List<Promise> ACCURACY = List.of(new Promise.Accuracy(0.9));
  private static final List<Promise> F1 = List.of(new Promise.F1(0.9));

  @Test
  void twoClassesKeepToTheStatedNumberAndManyClassesLearnMore() {
    assertThat(LabelPlan.of(1000, 0.4, 2)).isEqualTo(new LabelPlan(240, 600, 4000, 400, 1600));
    assertThat(LabelPlan.of(1000, 0.4, 7).train()).isEqualTo(600);
    assertThat(LabelPlan.of(1000, 0.4, 77).train()).isEqualTo(770);
    assertThat(LabelPlan.of(1000, 0.4, 500).train()).isEqualTo(1000);
  }

  @Test
  void fewRowsAreAskedAboutTwiceOrNone() {
    assertThat(LabelPlan.askedTwice(1000, 0.05)).isEqualTo(50);
    assertThat(LabelPlan.askedTwice(600, 0.05)).isEqualTo(30);
    assertThat(LabelPlan.askedTwice(580, 0.05)).isZero();
    assertThat(LabelPlan.askedTwice(10_000, 0.05)).isEqualTo(100);
    assertThat(LabelPlan.askedTwice(1000, 0)).isZero();
  }

  @Test
  void largerTablesAreJudgedByMoreRowsWhereRowsHaveToBeAsked() {
    LabelPlan plan = LabelPlan.of(1000, 0.4, 2);
    Acquired alone = new Acquired(2, null, 0, 500, 7000);
    Acquired cascade = new Acquired(2, null, 0.1, 500, 7000);
    assertThat(plan.judges(1_000_000, 990_000, ACCURACY, alone, 0.1)).isEqualTo(400);
    assertThat(plan.judges(3000, 2400, ACCURACY, cascade, 0.1)).isEqualTo(400);
    int usual = plan.judges(16_000, 15_000, ACCURACY, cascade, 0.1);
    assertThat(usual).isBetween(450, 600);
    assertThat(plan.judges(64_000, 63_000, ACCURACY, cascade, 0.1))
        .isBetween((int) (2.3 * usual), (int) (2.7 * usual));
    assertThat(plan.judges(10_000_000, 9_000_000, ACCURACY, cascade, 0.1)).isEqualTo(1600);
    assertThat(plan.judges(500, 120, ACCURACY, alone, 0.1)).isEqualTo(120);
  }

  // 90 true rows are settled, so 20 bad rows are allowed; 21 escape n of 4000 with probability 0.1.
  @Test
  void whereTrueRowsAreSettledEnoughRowsJudgeToShowThatFewAreLeft() {
    LabelPlan plan = LabelPlan.of(1000, 0.4, 2);
    int judges = plan.judges(4600, 4000, F1, new Acquired(2, null, 0, 90, 5), 0.1);
    assertThat(Math.pow(1 - judges / 4000.0, 21)).isBetween(0.099, 0.1001);
  }
}
