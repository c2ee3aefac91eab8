package io.understudy.catalyst.extract;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.order.OrderedConjuncts;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;

/**
 * Takes a limit below the projection that asks: {@code SELECT ai_if(x) FROM t LIMIT 5} is about
 * five rows, not about a table. A projection keeps rows and their order, so the same rows come out.
 */
final class LimitFirst {
  private LimitFirst() {}

  static LogicalPlan apply(LogicalPlan plan) {
    return Transforms.down(plan, LimitFirst::swapped);
  }

  private static LogicalPlan swapped(LogicalPlan node) {
    if (node instanceof GlobalLimit global
        && global.child() instanceof LocalLimit local
        && local.child() instanceof Project project
        && Seqs.list(project.expressions()).stream().anyMatch(OrderedConjuncts::hasAiCall)) {
      return new Project(
          project.projectList(),
          new GlobalLimit(global.limitExpr(), new LocalLimit(local.limitExpr(), project.child())));
    }
    return node;
  }
}
