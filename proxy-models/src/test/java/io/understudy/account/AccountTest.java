package io.understudy.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.understudy.call.Promise;
import io.understudy.judge.Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    Savings savings =
        Savings.of(10_000, new Usage(1_000, 50_000, 2_000, false), Usage.NONE, new Prices(1, 10));
    assertThat(savings.calls()).isEqualTo(9_000);
    assertThat(savings.tokens()).isEqualTo(9 * 52_000);
    assertThat(savings.cost()).isCloseTo(9 * (0.05 + 0.02), within(1e-12));
  }

  @Test
  void whatEarlierQueriesPaidTellsTheMeanCall() {
    Usage reused = new Usage(100, 9_000, 300, false);
    assertThat(Savings.of(100, Usage.NONE, reused, Prices.FREE))
        .isEqualTo(new Savings(100, 9_300, 0));
  }

  @Test
  void nothingIsSavedByAskingMoreThanOncePerRow() {
    assertThat(Savings.of(100, new Usage(120, 1, 1, true), Usage.NONE, Prices.FREE))
        .isEqualTo(new Savings(0, 0, 0));
    assertThat(Savings.of(100, Usage.NONE, Usage.NONE, Prices.FREE))
        .isEqualTo(new Savings(100, 0, 0));
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
                + " calls_reused, tokens_reused, calls_avoided, tokens_avoided, cost, cost_avoided, agreement, agreement_lower,"
                + " seconds_sample, seconds_label, seconds_train, seconds_judge, seconds_infer,"
                + " seconds_total, started_at, asked_twice, self_agreement, student, student_gain, user_name,"
                + " application_id");
  }

  private static final Certificate KEPT =
      new Certificate(
          List.of(new Promise.F1(0.9)), List.of(0.9531), 0.9, 300, 5, 0.953, 0.93, 1, 12);

  @Test
  void theSummaryTellsAllAndCallsAnEstimateAnEstimate() {
    assertThat(summary(report("USE_PROXY", "", 0.953), List.of(), KEPT, true))
        .isEqualTo(
            """
            AI.IF 'Is it good? {text}' on default
              decision   USE_PROXY
              student    svm on both, by 0.0123 fewer errors among the rows served, held out
              repeated   the LLM agrees with itself on 98.0% of 50 rows that it was asked about twice
              promise    F1 >= 0.9 (0.953 on the judging rows), kept with confidence 0.9 by 300 judging rows
              agreement  all answers agree with the LLM on at least 93.0%; the understudy alone on 95.3% of the judging rows
              rows       16,000: 14,980 by the understudy, 0 by the LLM, 1,000 by labels, 15 null, 5 failed
              warning    5 rows got no usable answer and are NULL; a WHERE clause drops them
              spent      1,007 calls, 90,000 + 3,000 tokens, cost 0.0480
              reused     400 calls, 36,000 tokens that earlier queries paid for
              saved      an LLM on every row is estimated at 14,000 more calls, 1,300,000 more tokens, cost 0.6700 more
              seconds    7.5: sample 0.5, label 4.0, train 1.0, judge 0.0, infer 2.0""");
  }

  @Test
  void whatIsNotKnownIsNotSaid() {
    assertThat(
            summary(report("USE_LLM", "The input has too few rows.", null), List.of(), null, false))
        .contains("decision   USE_LLM: The input has too few rows.")
        .doesNotContain("promise", "agreement", "repeated", "student", "cost");
    assertThat(summary(spent(0, 14_000), List.of(), null, true))
        .contains("estimated at 14,000 more calls\n")
        .doesNotContain("more tokens", "more cost", "cost 0.0000 more", "reused");
    assertThat(summary(spent(1_007, 0), List.of(), null, true)).doesNotContain("saved");
  }

  @Test
  void theSummaryNamesTheCategoriesAndCutsThem() {
    List<String> many = IntStream.range(0, 40).mapToObj(i -> "category " + i).toList();
    assertThat(summary(report("USE_LLM", "", null), List.of("book", "film"), null, false))
        .startsWith("AI.IF 'Is it good? {text}' into book, film on default\n");
    assertThat(summary(report("USE_LLM", "", null), many, null, false).lines().findFirst())
        .hasValueSatisfying(
            line -> assertThat(line).contains("into category 0, ", "... on").hasSizeLessThan(120));
  }

  private static String summary(
      RunReport run, List<String> categories, @Nullable Certificate certificate, boolean priced) {
    return new RunSummary(run, categories, certificate, priced).text();
  }

  private static RunReport spent(long calls, long callsAvoided) {
    return new RunReport(
        "run",
        "query",
        "AI.IF",
        "Is it good? {text}",
        "default",
        "USE_LLM",
        "",
        10,
        0,
        0,
        10,
        0,
        0,
        calls,
        calls * 90,
        calls * 3,
        0,
        0,
        callsAvoided,
        calls == 0 ? 0 : callsAvoided * 93,
        0,
        0,
        null,
        null,
        0,
        0,
        0,
        0,
        0,
        0,
        Instant.EPOCH,
        0,
        null,
        "",
        null,
        "user",
        "application");
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
        400,
        36_000,
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
        Instant.EPOCH,
        agreement == null ? 0 : 50,
        agreement == null ? null : 0.98,
        agreement == null ? "" : "svm on both",
        agreement == null ? null : 0.0123,
        "user",
        "application");
  }
}
