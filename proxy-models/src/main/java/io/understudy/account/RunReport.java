package io.understudy.account;

import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One executed AI call: the columns of {@code understudy_runs()}, in order. Names of components and
 * columns correspond ({@code rowsProxy} is {@code rows_proxy}).
 *
 * @param runId identifies the run
 * @param queryId identifies the query; runs of one query share it
 * @param function {@code AI.IF} or another SQL name
 * @param instruction the prompt with its slots as names in braces
 * @param endpoint name of the endpoint
 * @param decision {@code USE_PROXY}, {@code CASCADE}, {@code USE_LLM} or {@code REFUSE}
 * @param reason why the LLM answers, one sentence; empty when an understudy plays
 * @param rows rows that reached the call; the sum of the following five
 * @param rowsProxy rows answered by the understudy
 * @param rowsLlm rows answered by the LLM outside the sample
 * @param rowsLabel rows answered by a label of the sample or of the store
 * @param rowsNull rows whose data is NULL
 * @param rowsFailed rows without a usable answer
 * @param calls requests sent
 * @param tokensIn prompt tokens
 * @param tokensOut completion tokens
 * @param callsAvoided estimate, see {@link Savings}
 * @param tokensAvoided estimate, see {@link Savings}
 * @param cost of the tokens, in the user's currency
 * @param costAvoided estimate, see {@link Savings}
 * @param agreement share of judging rows on which the understudy alone agrees with the LLM; null if
 *     nothing was judged
 * @param agreementLower lower limit of the share of all answers that agree with the LLM's; null if
 *     nothing was judged
 * @param secondsSample seconds to draw the sample
 * @param secondsLabel seconds to label it
 * @param secondsTrain seconds to train
 * @param secondsJudge seconds to judge
 * @param secondsInfer seconds to answer the rows, escalated calls included
 * @param secondsTotal seconds of the whole
 * @param startedAt when the call began to be prepared
 */
public record RunReport(
    String runId,
    String queryId,
    String function,
    String instruction,
    String endpoint,
    String decision,
    String reason,
    long rows,
    long rowsProxy,
    long rowsLlm,
    long rowsLabel,
    long rowsNull,
    long rowsFailed,
    long calls,
    long tokensIn,
    long tokensOut,
    long callsAvoided,
    long tokensAvoided,
    double cost,
    double costAvoided,
    @Nullable Double agreement,
    @Nullable Double agreementLower,
    double secondsSample,
    double secondsLabel,
    double secondsTrain,
    double secondsJudge,
    double secondsInfer,
    double secondsTotal,
    Instant startedAt)
    implements Serializable {

  /** Human-readable lines, printed at the end of a query. */
  public String summary() {
    return RunSummary.of(this);
  }
}
