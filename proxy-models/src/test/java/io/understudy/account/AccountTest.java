package io.understudy.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AccountTest {

  @Test
  void pricesArePerMillionTokens() {
    assertThat(new Prices(0.5, 2).cost(new Usage(10, 1_000_000, 250_000, false)))
        .isCloseTo(1.0, within(1e-12));
  }

  @Test
  void tokensAreAQuarterOfTheCharactersRoundedUp() {
    assertThat(TokenEstimate.of("")).isZero();
    assertThat(TokenEstimate.of("four")).isEqualTo(1);
    assertThat(TokenEstimate.of("fives")).isEqualTo(2);
  }

  @Test
  void whatWasAvoidedIsExtrapolatedFromTheMeanCall() {
    Savings savings = Savings.of(10_000, new Usage(1_000, 50_000, 2_000, false), new Prices(1, 10));
    assertThat(savings.calls()).isEqualTo(9_000);
    assertThat(savings.tokens()).isEqualTo(9 * 52_000);
    assertThat(savings.cost()).isCloseTo(9 * (0.05 + 0.02), within(1e-12));
  }

  @Test
  void nothingIsSavedByAskingMoreThanOncePerRow() {
    assertThat(Savings.of(100, new Usage(120, 1, 1, true), Prices.FREE))
        .isEqualTo(new Savings(0, 0, 0));
    assertThat(Savings.of(100, Usage.NONE, Prices.FREE)).isEqualTo(new Savings(100, 0, 0));
  }

  @Test
  void theColumnsAreThoseThatOthersRelyOn() {
    String columns =
        Arrays.stream(RunReport.class.getRecordComponents())
            .map(c -> c.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    assertThat(columns)
        .isEqualTo(
            "run_id, query_id, function, instruction, endpoint, decision, reason, rows, rows_proxy,"
                + " rows_llm, rows_label, rows_null, rows_failed, calls, tokens_in, tokens_out,"
                + " calls_avoided, tokens_avoided, cost, cost_avoided, agreement, agreement_lower,"
                + " seconds_sample, seconds_label, seconds_train, seconds_judge, seconds_infer,"
                + " seconds_total, started_at");
  }

  @Test
  void theSummaryTellsAllAndCallsAnEstimateAnEstimate() {
    assertThat(report("USE_PROXY", "", 0.953).summary())
        .isEqualTo(
            """
            AI.IF 'Is it good? {text}' on default
              decision   USE_PROXY
              rows       16,000: 14,980 by the understudy, 0 by the LLM, 1,000 by labels, 15 null, 5 failed
              spent      1,007 calls, 90,000 + 3,000 tokens, cost 0.0480
              saved      an LLM on every row is estimated at 14,000 more calls, 1,300,000 more tokens, cost 0.6700 more
              quality    the understudy alone agrees with the LLM on 95.3% of the judging rows; all answers on at least 93.0%
              seconds    7.5: sample 0.5, label 4.0, train 1.0, judge 0.0, infer 2.0""");
  }

  @Test
  void whereNothingWasJudgedNoQualityIsClaimed() {
    assertThat(report("USE_LLM", "The input has too few rows.", null).summary())
        .contains("decision   USE_LLM: The input has too few rows.")
        .doesNotContain("quality");
  }

  private static RunReport report(String decision, String reason, @Nullable Double agreement) {
    return new RunReport(
        "run",
        "query",
        "AI.IF",
        "Is it good? {text}",
        "default",
        decision,
        reason,
        16_000,
        14_980,
        0,
        1_000,
        15,
        5,
        1_007,
        90_000,
        3_000,
        14_000,
        1_300_000,
        0.048,
        0.67,
        agreement,
        agreement == null ? null : 0.93,
        0.5,
        4,
        1,
        0.04,
        2,
        7.5,
        Instant.EPOCH);
  }
}
