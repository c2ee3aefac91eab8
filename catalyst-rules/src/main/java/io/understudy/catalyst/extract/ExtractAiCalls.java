package io.understudy.catalyst.extract;

import io.understudy.catalyst.bridge.Transforms;
import org.apache.spark.sql.catalyst.optimizer.ColumnPruning$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;

/**
 * Moves every AI call of a plan into an {@code AiStage} below the node that uses it, each distinct
 * call once, with cheap predicates below the stage.
 *
 * <p>It runs after the operator optimisations, when predicates have found their place, and once:
 * what it leaves has no AI call in it, so a second run changes nothing.
 */
public final class ExtractAiCalls extends Rule<LogicalPlan> {
  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    if (!asks(plan)) {
      return plan;
    }
    // Column pruning ran before and could not see through what was not there yet.
    return ColumnPruning$.MODULE$.apply(new Extraction().run(LimitFirst.apply(plan)));
  }

  private static boolean asks(LogicalPlan plan) {
    return Transforms.exists(plan, Extraction::asks);
  }
}
