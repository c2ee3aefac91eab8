package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A number that a test states: {@code = n} or {@code <= n}.
 *
 * @param exact whether it is {@code =}
 */
record Bound(boolean exact, long number) {
  static Bound of(String text) {
    String[] operatorAndNumber = text.split(" ", 2);
    if (operatorAndNumber.length < 2 || !operatorAndNumber[0].matches("<?=")) {
      throw new IllegalArgumentException("'" + text + "': write '= n' or '<= n'");
    }
    return new Bound(
        operatorAndNumber[0].equals("="), Long.parseLong(operatorAndNumber[1].strip()));
  }

  void check(String what, long actual) {
    if (exact) {
      assertThat(actual).as(what).isEqualTo(number);
    } else {
      assertThat(actual).as(what).isLessThanOrEqualTo(number);
    }
  }
}
