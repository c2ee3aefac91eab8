package io.understudy.spark.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.account.Prices;
import io.understudy.account.Usage;
import io.understudy.spark.account.Spending.Limit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpendAccountTest {
  private static final Prices PRICES = new Prices(1, 10);

  private static Spending spending(Budget budget, SpendAccount account) {
    return new Spending(PRICES, List.of(new Limit(budget, account)));
  }

  private static Budget tokens(long most) {
    return new Budget("k.", OptionalLong.empty(), OptionalLong.of(most), OptionalDouble.empty());
  }

  private static Budget cost(double most) {
    return new Budget("k.", OptionalLong.empty(), OptionalLong.empty(), OptionalDouble.of(most));
  }

  /** Questions of very different sizes, some of them sent twice, at most 8 open at a time. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aBudgetIsExceededByNoMoreThanWhatIsOpen(long seed) {
    Random random = new Random(seed);
    int window = 8;
    int largest = 2 * 500;
    long limit = 20_000 + random.nextInt(20_000);
    SpendAccount account = new SpendAccount();
    Spending spending = spending(tokens(limit), account);
    Deque<Usage> open = new ArrayDeque<>();
    while (spending.oneMore().isEmpty()) {
      if (open.size() < window && !spending.mayBeTooMuch()) {
        spending.asked();
        int sent = 1 + random.nextInt(2);
        open.add(new Usage(sent, sent * (long) (20 + random.nextInt(480)), sent * 8L, false));
      } else {
        spending.settled(open.remove());
        spending.givenBack();
      }
    }
    open.forEach(spending::settled);
    long spent = account.spent().tokensIn() + account.spent().tokensOut();
    assertThat(spent).isBetween(limit - largest, limit + (long) window * largest);
  }

  @Test
  void withQuestionsOfOneSizeABudgetIsNotExceededAtAll() {
    SpendAccount account = new SpendAccount();
    Spending spending = spending(cost(0.01), account);
    Usage one = new Usage(1, 100, 10, false);
    int open = 0;
    while (spending.oneMore().isEmpty()) {
      if (open < 4 && !spending.mayBeTooMuch()) {
        spending.asked();
        open++;
      } else {
        spending.settled(one);
        spending.givenBack();
        open--;
      }
    }
    assertThat(open).isZero();
    assertThat(account.cost()).isLessThanOrEqualTo(0.01).isGreaterThan(0.0097);
    assertThat(spending.oneMore().orElseThrow().key()).isEqualTo("k.cost");
  }

  @Test
  void aBudgetOfNothingAllowsNothing() {
    assertThat(spending(tokens(0), new SpendAccount()).oneMore()).isPresent();
    assertThat(spending(cost(0), new SpendAccount()).oneMore()).isPresent();
  }
}
