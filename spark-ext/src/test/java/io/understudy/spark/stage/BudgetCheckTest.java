package io.understudy.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.account.Prices;
import io.understudy.account.Usage;
import io.understudy.judge.Certificate;
import io.understudy.judge.Decision;
import io.understudy.judge.Reason;
import io.understudy.spark.account.SpendAccount;
import io.understudy.spark.account.Spending;
import io.understudy.spark.account.Spending.Limit;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.error.UnderstudyException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetCheckTest {
  private static final Prices PRICES = new Prices(1, 10);
  private static final Usage SPENT = new Usage(10, 1000, 100, false);

  private static final Usage PER_CALL = new Usage(1, 70, 8, true);

  private static BudgetCheck check(String key, String value, Usage spent) {
    UnderstudyConf conf = UnderstudyConf.of(Map.of("spark.understudy.budget." + key, value));
    SpendAccount query = new SpendAccount();
    SpendAccount session = new SpendAccount();
    Spending spending =
        new Spending(
            PRICES,
            List.of(
                new Limit(conf.queryBudget(), query), new Limit(conf.sessionBudget(), session)));
    spending.asked();
    spending.settled(spent);
    spending.givenBack();
    return new BudgetCheck("AI.IF", spending);
  }

  /** 10 calls so far with 100 tokens in and 10 out each; 90 to come. */
  @ParameterizedTest
  @CsvSource({
    "calls, 100, 99",
    "tokens, 11000, 10999",
    "cost, 0.02, 0.0199",
    "session.calls, 100, 99",
    "session.tokens, 11000, 10999",
    "session.cost, 0.02, 0.0199"
  })
  void estimateMayReachTheBudgetButNotPassIt(String key, String enough, String tooLittle) {
    assertThatCode(() -> check(key, enough, SPENT).check(SPENT, 90, PER_CALL))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> check(key, tooLittle, SPENT).check(SPENT, 90, PER_CALL))
        .isInstanceOfSatisfying(
            UnderstudyException.class,
            e -> assertThat(e.getCondition()).isEqualTo("UNDERSTUDY_BUDGET.ESTIMATED"))
        .hasMessageContaining("spark.understudy.budget." + key)
        .hasMessageContaining("AI.IF");
  }

  /** Before the first call: 100 calls of an estimated 70 tokens in and 8 out. */
  @ParameterizedTest
  @CsvSource({"calls, 100, 99", "tokens, 7800, 7799", "cost, 0.015, 0.0149"})
  void estimateCountsBeforeTheFirstCall(String key, String enough, String tooLittle) {
    assertThatCode(() -> check(key, enough, Usage.NONE).check(Usage.NONE, 100, PER_CALL))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> check(key, tooLittle, Usage.NONE).check(Usage.NONE, 100, PER_CALL))
        .isInstanceOf(UnderstudyException.class);
  }

  @Test
  void withoutABudgetNothingIsTooMuch() {
    assertThatCode(
            () ->
                new BudgetCheck("AI.IF", Spending.FREE).check(SPENT, Long.MAX_VALUE / 4, PER_CALL))
        .doesNotThrowAnyException();
  }

  @Test
  void forecastFollowsTheDecision() {
    Certificate certificate =
        new Certificate(List.of(), List.of(), 0.9, 300, 3, 0.9, 0.9, 0.75, 20);
    assertThat(BudgetCheck.forecast(new Decision.UseProxy(certificate), 1000)).isZero();
    assertThat(BudgetCheck.forecast(new Decision.Cascade(0.2, 0.8, certificate), 1000))
        .isEqualTo(250);
    assertThat(
            BudgetCheck.forecast(
                new Decision.UseLlm(Reason.of(Reason.Code.MAXIMIZE_QUALITY)), 1000))
        .isEqualTo(1000);
  }
}
