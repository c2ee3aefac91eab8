package io.understudy.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.HypergeometricDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TailsTest {

  // The rule of three and its exact form (section 6.3 of the statistics note), and textbook values
  // of the two-sided 95% interval.
  @ParameterizedTest
  @CsvSource({
    "0, 60, 0.05, 0.0487",
    "0, 300, 0.05, 0.00994",
    "5, 50, 0.025, 0.2181",
    "10, 10, 0.05, 1",
    "1, 20, 0.025, 0.2487",
    "45, 50, 0.025, 0.9667",
    "0, 20, 0.025, 0.1684",
  })
  void upperLimitsAreThoseOfTheLiterature(long k, long n, double delta, double expected) {
    assertThat(Tails.upperLimit(k, n, delta)).isCloseTo(expected, within(5e-5));
  }

  @Property(tries = 300)
  void theBinomialTailIsThatOfTheReference(
      @ForAll @IntRange(min = 1, max = 400) int n,
      @ForAll @IntRange(max = 400) int k,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double p) {
    assertThat(Tails.binomial(k, n, p))
        .isCloseTo(new BinomialDistribution(n, p).cumulativeProbability(k), within(1e-9));
  }

  @Property(tries = 300)
  void theHypergeometricTailIsThatOfTheReference(
      @ForAll @IntRange(min = 1, max = 5000) int size,
      @ForAll @DoubleRange(min = 0, max = 1) double markedShare,
      @ForAll @DoubleRange(min = 0, max = 1) double drawnShare,
      @ForAll @IntRange(max = 300) int k) {
    int marked = (int) (markedShare * size);
    int drawn = (int) (drawnShare * size);
    assertThat(Tails.hypergeometric(k, drawn, marked, size))
        .isCloseTo(
            new HypergeometricDistribution(size, marked, drawn).cumulativeProbability(k),
            within(1e-7));
  }

  // The theorem behind withoutReplacement, checked for every small population.
  @Test
  void theBinomialBoundIsNeverBelowTheHypergeometricTail() {
    for (int size = 1; size <= 40; size++) {
      for (int marked = 0; marked <= size; marked++) {
        for (int n = 1; n <= size; n++) {
          for (int k = 0; k <= n; k++) {
            double exact = Tails.hypergeometric(k, n, marked, size);
            double bound = Tails.withoutReplacement(k, n, (double) marked / size);
            assertThat(bound)
                .as("k %d, n %d, marked %d, size %d", k, n, marked, size)
                .isGreaterThanOrEqualTo(exact - 1e-12);
          }
        }
      }
    }
  }

  @Test
  void theBoundIsAnEmptyOneOnlyWhereItDoesNotMatter() {
    for (int n = 2; n <= 400; n++) {
      for (int k = 1; k < n; k++) {
        double p = (double) (k + 1) / n;
        if (Tails.binomial(k, n, p) <= 0.25) {
          assertThat(Tails.withoutReplacement(k, n, p)).isLessThan(1);
        }
      }
    }
  }

  @Test
  void aHugePopulationIsTreatedAsAnEndlessOne() {
    assertThat(Tails.hypergeometric(3, 300, 5_000_000, 100_000_000))
        .isEqualTo(Tails.binomial(3, 300, 0.05));
    assertThat(Tails.hypergeometric(3, 300, 2_000_000, 40_000_000))
        .isCloseTo(Tails.binomial(3, 300, 0.05), within(1e-6));
  }
}
