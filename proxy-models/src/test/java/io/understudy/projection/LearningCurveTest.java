package io.understudy.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class LearningCurveTest {
  @Property
  void itIsThePowerLawOfItsLimitScaleAndExponent(
      @ForAll @DoubleRange(min = 0.01, max = 0.5) double error,
      @ForAll @DoubleRange(min = 0, max = 1) double stays,
      @ForAll @DoubleRange(min = 0.1, max = 1.5) double exponent,
      @ForAll @DoubleRange(min = 200, max = 20_000) double labels) {
    LearningCurve curve = new LearningCurve(200, error, stays, exponent);
    double law = curve.limit() - curve.scale() * Math.pow(labels, -exponent);
    assertThat(curve.agreement(labels)).isCloseTo(law, within(1e-9));
    assertThat(curve.agreement(200)).isCloseTo(1 - error, within(1e-9));
    assertThat(curve.limit()).isBetween(1 - error, 1.0);
  }

  @Property
  void moreLabelsNeverAgreeLess(
      @ForAll @DoubleRange(min = 0, max = 1) double error,
      @ForAll @DoubleRange(min = 0, max = 1) double stays,
      @ForAll @DoubleRange(min = 0.1, max = 1.5) double exponent,
      @ForAll @DoubleRange(min = 1, max = 10_000) double labels) {
    LearningCurve curve = new LearningCurve(200, error, stays, exponent);
    assertThat(curve.agreement(2 * labels)).isGreaterThanOrEqualTo(curve.agreement(labels));
    assertThat(curve.agreement(labels)).isBetween(0.0, 1.0);
  }
}
