package io.understudy.spark.stage.label;

import io.understudy.account.Usage;
import io.understudy.call.Answer;
import io.understudy.llm.ClusterLimits;
import io.understudy.llm.LabelOutcome;
import io.understudy.sample.ContentKey;
import io.understudy.spark.account.QueryId;
import io.understudy.spark.account.RowCounts;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What executors tell and ask the driver's {@link LabelDesk}. */
sealed interface DeskRequest extends Serializable {

  /** Which run, which question, and which task attempt speaks. */
  record Caller(String run, String question, String holder) implements Serializable {}

  /** May I ask the LLM about these? */
  record Claim(Caller caller, List<ContentKey> keys) implements DeskRequest {}

  /**
   * Questions that have an end.
   *
   * <p>The reply is an {@code ArrayList} that has for each of them why its answer could not be
   * kept, as an exception, or null; it comes when all answers are kept for good.
   */
  record SettleAll(List<Settle> settled) implements DeskRequest {}

  /**
   * The LLM was asked about one content.
   *
   * @param answer what it said, or null when nothing usable came
   * @param problem why nothing usable came; empty with an answer
   */
  record Settle(Caller caller, ContentKey key, @Nullable Answer answer, String problem, Usage usage)
      implements Serializable {
    static Settle of(Caller caller, ContentKey key, LabelOutcome outcome) {
      if (outcome instanceof LabelOutcome.Failed failed) {
        return new Settle(caller, key, null, failed.problem(), failed.usage());
      }
      LabelOutcome.Answered answered = (LabelOutcome.Answered) outcome;
      return new Settle(caller, key, answered.answer(), "", answered.usage());
    }
  }

  /** What questions cost that ended with their endpoint, without an answer or a failure. */
  record Spent(Caller caller, Usage usage) implements DeskRequest {}

  /**
   * The task attempt is over: what it claimed and did not settle is free again.
   *
   * @param underWay what an answer is still to come for, and others wait for
   */
  record Release(Caller caller, List<ContentKey> underWay) implements DeskRequest {}

  /**
   * Rows of one partition that got no usable answer; the reply is the number over all partitions.
   */
  record RowsFailed(Caller caller, int partition, long rows) implements DeskRequest {}

  /**
   * How the rows of one partition have been answered so far.
   *
   * @param last whether the task is at its end
   */
  record Rows(String run, QueryId query, int partition, RowCounts counts, boolean last)
      implements DeskRequest {}

  /** Contents whose rows were answered by a label that was there before they were read. */
  record Labelled(String run, String question, List<ContentKey> keys) implements DeskRequest {}

  /**
   * Rows of one partition that have been embedded so far.
   *
   * @param last whether the task is at its end
   */
  record Embedded(String run, QueryId query, int partition, long rows, boolean last)
      implements DeskRequest {}

  /**
   * What may this JVM ask of an endpoint that has {@link ClusterLimits}?
   *
   * @param endpoint identity of the endpoint
   * @param limits its limits
   * @param jvm identity of the executor
   * @param inFlight requests in flight now
   * @param places requests that it would like to have in flight; 0 if it has nothing to ask
   * @param requests requests that it would like to send next
   * @param tokens what these will use
   * @param debt tokens used beyond what was leased before; negative if fewer were used
   */
  record Lease(
      String endpoint,
      ClusterLimits limits,
      String jvm,
      int inFlight,
      int places,
      long requests,
      long tokens,
      long debt)
      implements DeskRequest {}

  /** The most frequent problems of the run, for a message. */
  record Problems(Caller caller) implements DeskRequest {}
}
