package io.understudy.projection;

import io.understudy.account.Column;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code understudy_projection()}: the columns, in order. Names of components and
 * columns correspond; each component says its meaning and unit. Every {@code _low} and {@code
 * _high} bound a {@link Range}, the column before them is its median.
 */
public record ProjectedRow(
    @Column(meaning = "The run of `understudy_runs()` whose labels this is projected from.")
        String runId,
    @Column(meaning = "`AI.IF` or another SQL name.") String function,
    @Column(meaning = "The prompt with its slots as names in braces.") String instruction,
    @Column(meaning = "Name of the endpoint.") String endpoint,
    @Column(
            meaning =
                "What the row is about: `llm` (an LLM on every different row; nothing of it is"
                    + " projected), `run` (the query as it is set), `labels` (the same at another"
                    + " `spark.understudy.labels`), `target` (the same at another target of its"
                    + " first promise).")
        String basis,
    @Column(meaning = "What the answers are to keep.") String promise,
    @Column(meaning = "Target of the first promise.", unit = "share, 0 to 1")
        @Nullable Double target,
    @Column(meaning = "The value of `spark.understudy.labels`.", unit = "labels") long labels,
    @Column(
            meaning = "Different rows of the call's input; NULL if they are not known.",
            unit = "rows")
        @Nullable Long rowsDistinct,
    @Column(meaning = "Labels that this is projected from.", unit = "labels") long pilotLabels,
    @Column(
            meaning =
                "Calls: labels, and rows that the LLM answers because the understudy may not.",
            unit = "calls")
        @Nullable Double calls,
    @Column(meaning = "See `calls`.", unit = "calls") @Nullable Double callsLow,
    @Column(meaning = "See `calls`.", unit = "calls") @Nullable Double callsHigh,
    @Column(meaning = "Share of all answers that agree with the LLM's.", unit = "share, 0 to 1")
        @Nullable Double agreement,
    @Column(meaning = "See `agreement`.", unit = "share, 0 to 1") @Nullable Double agreementLow,
    @Column(meaning = "See `agreement`.", unit = "share, 0 to 1") @Nullable Double agreementHigh,
    @Column(
            meaning =
                "Share of rows on which the understudy agrees with the LLM when it answers every"
                    + " row, certain or not; NULL where there is none.",
            unit = "share, 0 to 1")
        @Nullable Double agreementAlone,
    @Column(meaning = "See `agreement_alone`.", unit = "share, 0 to 1")
        @Nullable Double agreementAloneLow,
    @Column(meaning = "See `agreement_alone`.", unit = "share, 0 to 1")
        @Nullable Double agreementAloneHigh,
    @Column(
            meaning = "Share of the different rows that the understudy answers.",
            unit = "share, 0 to 1")
        @Nullable Double shareServed,
    @Column(meaning = "See `share_served`.", unit = "share, 0 to 1")
        @Nullable Double shareServedLow,
    @Column(meaning = "See `share_served`.", unit = "share, 0 to 1")
        @Nullable Double shareServedHigh,
    @Column(
            meaning = "Probability that the judge lets an understudy answer any row.",
            unit = "share, 0 to 1")
        @Nullable Double plays,
    @Column(
            meaning =
                "Prompt and completion tokens of the calls, at the mean of the pilot's; NULL if"
                    + " there was none.",
            unit = "tokens")
        @Nullable Double tokens,
    @Column(meaning = "See `tokens`.", unit = "tokens") @Nullable Double tokensLow,
    @Column(meaning = "See `tokens`.", unit = "tokens") @Nullable Double tokensHigh,
    @Column(
            meaning = "What the tokens cost at the endpoint's prices; 0 without prices.",
            unit = "the prices' currency")
        @Nullable Double cost,
    @Column(meaning = "See `cost`.", unit = "the prices' currency") @Nullable Double costLow,
    @Column(meaning = "See `cost`.", unit = "the prices' currency") @Nullable Double costHigh,
    @Column(
            meaning =
                "Time for the calls at the rate at which the pilot was labelled; NULL if it was"
                    + " paid for before.",
            unit = "seconds")
        @Nullable Double seconds,
    @Column(meaning = "See `seconds`.", unit = "seconds") @Nullable Double secondsLow,
    @Column(meaning = "See `seconds`.", unit = "seconds") @Nullable Double secondsHigh,
    @Column(
            meaning =
                "Why the LLM answers every row, or why nothing can be projected; empty otherwise.")
        String note) {

  static final String LLM = "llm";
  static final String RUN = "run";
  static final String LABELS = "labels";
  static final String TARGET = "target";

  /** An LLM on every different row. */
  static ProjectedRow llm(PilotReport report) {
    boolean known = report.setting().known();
    return of(
        report,
        LLM,
        report.setting(),
        Range.of(known ? report.setting().contents() : Double.NaN),
        Range.of(1.0),
        null,
        Range.of(0.0),
        0);
  }

  static ProjectedRow of(PilotReport report, String basis, Outlook outlook) {
    return of(
        report,
        basis,
        outlook.setting(),
        outlook.calls(),
        outlook.agreement(),
        outlook.alone(),
        outlook.served(),
        outlook.plays());
  }

  private static ProjectedRow of(
      PilotReport report,
      String basis,
      Setting setting,
      Range calls,
      Range agreement,
      @Nullable Range alone,
      Range served,
      double plays) {
    Range tokens = calls.times(report.cost().tokens());
    Range money = calls.times(report.cost().money());
    Range seconds = calls.times(report.cost().seconds());
    return new ProjectedRow(
        report.runId(),
        report.function(),
        report.instruction(),
        report.endpoint(),
        basis,
        basis.equals(LLM) ? "" : Projection.promises(setting),
        basis.equals(LLM) ? null : (Double) setting.promises().get(0).target(),
        setting.labels(),
        setting.known() ? (Long) setting.contents() : null,
        report.labels(),
        known(calls.middle()),
        known(calls.low()),
        known(calls.high()),
        agreement.middle(),
        agreement.low(),
        agreement.high(),
        alone == null ? null : (Double) alone.middle(),
        alone == null ? null : (Double) alone.low(),
        alone == null ? null : (Double) alone.high(),
        served.middle(),
        served.low(),
        served.high(),
        plays,
        known(tokens.middle()),
        known(tokens.low()),
        known(tokens.high()),
        known(money.middle()),
        known(money.low()),
        known(money.high()),
        known(seconds.middle()),
        known(seconds.low()),
        known(seconds.high()),
        report.problem());
  }

  private static @Nullable Double known(double value) {
    return Double.isNaN(value) ? null : (Double) value;
  }
}
