package io.understudy.spark.stage;

import io.understudy.account.RunReport;
import io.understudy.spark.account.RowCounts;
import java.util.function.ToLongBiFunction;

/**
 * The metrics of the node {@code AiStage}, as the Spark UI, the event log and Spark Connect show
 * them. Names are stable, texts are for people. The driver sets all of them from the counts that
 * {@code understudy_runs()} shows, so that the two never differ.
 */
public enum NodeMetric {
  ROWS_PROXY(
      "rowsProxy",
      "rows answered by the understudy",
      Unit.ROWS,
      "As `rows_proxy`.",
      (run, rows) -> run.rowsProxy()),
  ROWS_LLM(
      "rowsLlm",
      "rows answered by the LLM",
      Unit.ROWS,
      "As `rows_llm`.",
      (run, rows) -> run.rowsLlm()),
  ROWS_LABEL(
      "rowsLabel",
      "rows answered by a paid label",
      Unit.ROWS,
      "As `rows_label`.",
      (run, rows) -> run.rowsLabel()),
  ROWS_NULL(
      "rowsNull", "rows without data", Unit.ROWS, "As `rows_null`.", (run, rows) -> run.rowsNull()),
  ROWS_FAILED(
      "rowsFailed",
      "rows without a usable answer",
      Unit.ROWS,
      "As `rows_failed`.",
      (run, rows) -> run.rowsFailed()),
  ROWS_UNSCORED(
      "rowsUnscored",
      "rows without a usable embedding",
      Unit.ROWS,
      "Rows that went to the LLM because their embedding is NULL, has NaN or has another length;"
          + " they are among the rows above.",
      (run, rows) -> rows.unscored()),
  ROWS_TRUNCATED(
      "rowsTruncated",
      "rows of which the LLM saw the beginning only",
      Unit.ROWS,
      "Rows answered by the LLM, now or before, with a text longer than the endpoint's"
          + " maxTextLength, of which only the beginning was sent; they are among the rows above.",
      (run, rows) -> rows.truncated()),
  ROWS_EMBEDDED(
      "rowsEmbedded",
      "rows embedded on the fly",
      Unit.ROWS,
      "Rows that the understudy needed a vector of and that neither the query nor an embedding view"
          + " had one for; they are among the rows above.",
      (run, rows) -> rows.embedded()),
  CALLS("calls", "LLM calls", Unit.CALLS, "As `calls`.", (run, rows) -> run.calls()),
  TOKENS_IN(
      "tokensIn", "prompt tokens", Unit.TOKENS, "As `tokens_in`.", (run, rows) -> run.tokensIn()),
  TOKENS_OUT(
      "tokensOut",
      "completion tokens",
      Unit.TOKENS,
      "As `tokens_out`.",
      (run, rows) -> run.tokensOut()),
  CALLS_REUSED(
      "callsReused",
      "LLM calls that earlier queries paid for",
      Unit.CALLS,
      "As `calls_reused`.",
      (run, rows) -> run.callsReused()),
  CALLS_AVOIDED(
      "callsAvoided",
      "LLM calls avoided (estimate)",
      Unit.CALLS,
      "As `calls_avoided`; falls while the query runs and asks.",
      (run, rows) -> run.callsAvoided()),
  TOKENS_AVOIDED(
      "tokensAvoided",
      "tokens avoided (estimate)",
      Unit.TOKENS,
      "As `tokens_avoided`; falls while the query runs and asks.",
      (run, rows) -> run.tokensAvoided()),
  AGREEMENT(
      "agreementPermille",
      "agreement with the LLM in 1/1000",
      Unit.PERMILLE,
      "As `agreement`, times 1000; 0 if nothing was judged.",
      (run, rows) -> permille(run.agreement())),
  TIME_SAMPLE(
      "timeSample",
      "time to sample",
      Unit.MILLISECONDS,
      "As `seconds_sample`.",
      (run, rows) -> millis(run.secondsSample())),
  TIME_LABEL(
      "timeLabel",
      "time to label",
      Unit.MILLISECONDS,
      "As `seconds_label`.",
      (run, rows) -> millis(run.secondsLabel())),
  TIME_TRAIN(
      "timeTrain",
      "time to train",
      Unit.MILLISECONDS,
      "As `seconds_train`.",
      (run, rows) -> millis(run.secondsTrain())),
  TIME_JUDGE(
      "timeJudge",
      "time to judge",
      Unit.MILLISECONDS,
      "As `seconds_judge`.",
      (run, rows) -> millis(run.secondsJudge()));

  /** What a metric counts. */
  public enum Unit {
    ROWS,
    CALLS,
    TOKENS,
    PERMILLE,
    MILLISECONDS
  }

  private final String metricName;
  private final String text;
  private final Unit unit;
  private final String meaning;

  // Without state, though javac cannot know that of a functional interface.
  @SuppressWarnings("ImmutableEnumChecker")
  private final ToLongBiFunction<RunReport, RowCounts> value;

  NodeMetric(
      String metricName,
      String text,
      Unit unit,
      String meaning,
      ToLongBiFunction<RunReport, RowCounts> value) {
    this.metricName = metricName;
    this.text = text;
    this.unit = unit;
    this.meaning = meaning;
    this.value = value;
  }

  /** The key in {@code SparkPlan.metrics} and in the metrics that Connect's clients get. */
  public String metricName() {
    return metricName;
  }

  /** What the Spark UI prints beside the value. */
  public String text() {
    return text;
  }

  public Unit unit() {
    return unit;
  }

  /** One sentence for the documentation. */
  public String meaning() {
    return meaning;
  }

  /** The value for a run as it stands. */
  long value(RunReport run, RowCounts rows) {
    return value.applyAsLong(run, rows);
  }

  private static long permille(@org.jspecify.annotations.Nullable Double share) {
    return share == null ? 0 : Math.round(1000 * share);
  }

  private static long millis(double seconds) {
    return Math.round(1000 * seconds);
  }
}
