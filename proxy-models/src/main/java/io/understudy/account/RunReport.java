package io.understudy.account;

import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One executed AI call: the columns of {@code understudy_runs()}, in order. Names of components and
 * columns correspond ({@code rowsProxy} is {@code rows_proxy}); each component says its meaning and
 * unit, from which {@code docs/metrics.md} is made.
 */
public record RunReport(
    @Column(meaning = "Identifies the run.") String runId,
    @Column(meaning = "Identifies the query: Spark's execution id. Runs of one query share it.")
        String queryId,
    @Column(meaning = "`AI.IF` or another SQL name.") String function,
    @Column(meaning = "The prompt with its slots as names in braces.") String instruction,
    @Column(meaning = "Name of the endpoint.") String endpoint,
    @Column(
            meaning =
                "`USE_PROXY` (the understudy answers), `CASCADE` (it answers the rows it is "
                    + "certain of, the LLM the rest), `USE_LLM`, `REFUSE` (the query ended before "
                    + "it answered a row), `PROJECTED` (understudy_projection() bought labels and "
                    + "answered no row) or `FAILED`; empty while nothing has been decided.")
        String decision,
    @Column(
            meaning =
                "Why the LLM answers, the query is refused, or it failed; which prepared model "
                    + "plays and on what grounds, or why it no longer does; that a model was prepared; empty if an understudy "
                    + "plays that the query has trained.")
        String reason,
    @Column(meaning = "Rows that reached the call, however they were answered.", unit = "rows")
        long rows,
    @Column(meaning = "Rows answered by the understudy.", unit = "rows") long rowsProxy,
    @Column(meaning = "Rows answered by the LLM outside the sample.", unit = "rows") long rowsLlm,
    @Column(meaning = "Rows answered by a label of the sample or of an earlier run.", unit = "rows")
        long rowsLabel,
    @Column(
            meaning =
                "Rows that are not asked about: their data is NULL, or a refresh of an answer view keeps"
                    + " their answer.",
            unit = "rows")
        long rowsNull,
    @Column(meaning = "Rows without a usable answer; their answer is NULL.", unit = "rows")
        long rowsFailed,
    @Column(meaning = "Requests sent to the LLM, retries included.", unit = "calls") long calls,
    @Column(meaning = "Prompt tokens of these requests.", unit = "tokens") long tokensIn,
    @Column(meaning = "Completion tokens of these requests.", unit = "tokens") long tokensOut,
    @Column(
            meaning =
                "Calls that earlier queries paid for and whose answers this run used. `calls` is "
                    + "physical usage; virtual usage, as if no label had been kept, is "
                    + "`calls` + `calls_reused`.",
            unit = "calls")
        long callsReused,
    @Column(meaning = "Prompt and completion tokens of the calls reused.", unit = "tokens")
        long tokensReused,
    @Column(
            meaning =
                "Estimate: calls that an LLM on every different row would have needed "
                    + "beyond `calls`.",
            unit = "calls")
        long callsAvoided,
    @Column(
            meaning =
                "Estimate: tokens of the calls avoided, at the mean of the calls made "
                    + "and reused; 0 if there were none.",
            unit = "tokens")
        long tokensAvoided,
    @Column(
            meaning =
                "What the tokens cost by the endpoint's `price.input` and "
                    + "`price.output`; 0 without prices.",
            unit = "the prices' currency")
        double cost,
    @Column(
            meaning = "Estimate: what the calls avoided would have cost; 0 without prices.",
            unit = "the prices' currency")
        double costAvoided,
    @Column(
            meaning =
                "Share of the judging rows on which the understudy alone agrees with "
                    + "the LLM; NULL if no understudy plays.",
            unit = "share, 0 to 1")
        @Nullable Double agreement,
    @Column(
            meaning =
                "Lower limit, at the confidence of the promise, of the share of all "
                    + "answers that agree with the LLM's; NULL if no understudy plays.",
            unit = "share, 0 to 1")
        @Nullable Double agreementLower,
    @Column(meaning = "Time to draw the sample.", unit = "seconds") double secondsSample,
    @Column(meaning = "Time to label the sample.", unit = "seconds") double secondsLabel,
    @Column(meaning = "Time to train.", unit = "seconds") double secondsTrain,
    @Column(meaning = "Time to judge.", unit = "seconds") double secondsJudge,
    @Column(meaning = "Time to answer the rows, calls for single rows included.", unit = "seconds")
        double secondsInfer,
    @Column(meaning = "Time of the whole.", unit = "seconds") double secondsTotal,
    @Column(meaning = "When the call began to be prepared.") Instant startedAt,
    @Column(meaning = "Judging rows that the LLM was asked about twice.", unit = "rows")
        long askedTwice,
    @Column(
            meaning =
                "Share of the rows asked about twice with the same answer twice: the LLM's "
                    + "agreement with itself, to be read beside `agreement`; NULL if there are none.",
            unit = "share, 0 to 1")
        @Nullable Double selfAgreement,
    @Column(
            meaning =
                "The student that was trained and what it sees of a row, for example `logistic on "
                    + "embedding`; empty if none was.")
        String student,
    @Column(
            meaning =
                "By how much it beat the student that comes first in the settings, on learnt rows "
                    + "held out: the share of errors among the rows served, averaged over all "
                    + "numbers of rows served. 0 if the first one stayed; NULL if none competed.",
            unit = "share, 0 to 1")
        @Nullable Double studentGain,
    @Column(meaning = "Who ran the query: SQL's `current_user()`.") String userName,
    @Column(
            meaning =
                "Spark's identity of the application that ran the query. With a store there are runs of "
                    + "other applications, too; `query_id` is unique within one.")
        String applicationId)
    implements Serializable {

  /** In place of a decision: the query failed, and the reason says why. */
  public static final String FAILED = "FAILED";

  /** In place of a decision: labels were bought for a projection, and no row was answered. */
  public static final String PROJECTED = "PROJECTED";
}
