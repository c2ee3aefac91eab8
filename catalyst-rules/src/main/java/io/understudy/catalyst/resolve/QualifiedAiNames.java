package io.understudy.catalyst.resolve;

import io.understudy.catalyst.bridge.Transforms;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;

/**
 * Turns {@code ai.if(...)} into {@code ai_if(...)} in plans that did not come from SQL text, such
 * as {@code call_function("ai.if", ...)}.
 *
 * <p>Spark looks two-part names up in the catalogue only, never among injected functions, and its
 * existence check runs before every resolution rule. The hint rules are the only rules ahead of
 * that check.
 */
public final class QualifiedAiNames extends Rule<LogicalPlan> {
  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    return Transforms.up(
        plan,
        node ->
            node.resolved()
                ? node
                : AiNames.rename(Transforms.expressionsUp(node, AiNames::rename)));
  }
}
