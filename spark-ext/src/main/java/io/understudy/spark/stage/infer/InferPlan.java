package io.understudy.spark.stage.infer;

import io.understudy.call.Answer;
import io.understudy.judge.Decision;
import io.understudy.model.RowInput;
import io.understudy.model.Scorer;
import io.understudy.model.TfIdf;
import io.understudy.sample.ContentKey;
import io.understudy.spark.account.QueryId;
import io.understudy.spark.stage.label.AskPlan;
import io.understudy.spark.stage.read.RowEmbedder;
import java.io.Serializable;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What every executor gets to answer its rows; broadcast once.
 *
 * @param decision who answers which rows
 * @param model the understudy; null if it does not play
 * @param embedder embeds rows that bring no vector; null if they bring it or need none
 * @param words makes TF-IDF of a row's text; null if the understudy does not look at it
 * @param input what the understudy sees of a row; null if none plays
 * @param ask how the LLM is asked
 * @param labels the paid labels, of the sample and from earlier
 * @param failed sampled contents that the LLM could not answer; nobody answers them for it
 * @param alwaysAsked sampling orders of contents that the LLM always answers
 * @param signatures of all contents in the three sets before; null where the texts of some are not
 *     known, or not needed
 * @param byVector the paid labels by vector, where texts are not read by generated code; null where
 *     they are
 * @param seed of the sampling orders
 * @param inputRows rows with data, to measure failures against
 * @param maxErrorRatio share of failed rows above which the query fails
 * @param embedBatch rows handed to the embedder at once
 */
public record InferPlan(
    Decision decision,
    @Nullable Scorer model,
    @Nullable RowEmbedder embedder,
    @Nullable TfIdf words,
    @Nullable RowInput input,
    AskPlan ask,
    Map<ContentKey, Answer> labels,
    Set<ContentKey> failed,
    Set<Long> alwaysAsked,
    @Nullable TextSignatures signatures,
    @Nullable VectorLabels byVector,
    long seed,
    long inputRows,
    double maxErrorRatio,
    int embedBatch)
    implements Serializable {

  /** The same for the tasks of a query that may be another than the one that prepared it. */
  InferPlan during(QueryId now) {
    return new InferPlan(
        decision,
        model,
        embedder,
        words,
        input,
        ask.during(now),
        labels,
        failed,
        alwaysAsked,
        signatures,
        byVector,
        seed,
        inputRows,
        maxErrorRatio,
        embedBatch);
  }
}
