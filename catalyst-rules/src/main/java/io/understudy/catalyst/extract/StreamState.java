package io.understudy.catalyst.extract;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.error.AiAnalysisException;
import io.understudy.catalyst.plan.AiStage;
import io.understudy.error.ErrorCondition;
import java.util.Map;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Deduplicate;
import org.apache.spark.sql.catalyst.plans.logical.DeduplicateWithinWatermark;
import org.apache.spark.sql.catalyst.plans.logical.FlatMapGroupsWithState;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.TransformWithState;

/**
 * Refuses a stage above an operator of a streaming query that keeps state: a stage reads its input
 * twice in a micro-batch, first to sample it, and the state would be updated twice.
 */
final class StreamState {
  private StreamState() {}

  static void check(LogicalPlan plan) {
    if (plan.isStreaming()) {
      Transforms.collect(plan, AiStage.class).forEach(StreamState::check);
    }
  }

  private static void check(AiStage stage) {
    for (LogicalPlan below : Transforms.collect(stage.child(), LogicalPlan.class)) {
      if (keptBy(below)) {
        throw AiAnalysisException.raise(
            ErrorCondition.UNDERSTUDY_UNSUPPORTED_PLACE,
            Map.of(
                "function",
                stage.call().call().function().sqlName(),
                "place",
                "in a streaming query above %s, which keeps state between batches; ask before it, or in foreachBatch"
                    .formatted(below.nodeName())));
      }
    }
  }

  /** Whether a node keeps state between the batches of a stream. */
  static boolean keptBy(LogicalPlan node) {
    boolean stateful =
        node instanceof Aggregate
            || node instanceof Deduplicate
            || node instanceof DeduplicateWithinWatermark
            || node instanceof FlatMapGroupsWithState
            || node instanceof TransformWithState
            || node instanceof GlobalLimit
            || node instanceof Join;
    return stateful
        && Seqs.<LogicalPlan>list(node.children()).stream().allMatch(LogicalPlan::isStreaming);
  }
}
