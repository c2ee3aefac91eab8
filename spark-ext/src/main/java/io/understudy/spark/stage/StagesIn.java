package io.understudy.spark.stage;

import io.understudy.catalyst.bridge.Seqs;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.adaptive.QueryStageExec;

/** Finds the stages of a physical plan, those of subqueries and adaptive parts included. */
public final class StagesIn {
  private StagesIn() {}

  /** Parents before children. */
  public static List<AiStageExec> of(SparkPlan plan) {
    List<AiStageExec> stages = new ArrayList<>();
    if (plan instanceof AdaptiveSparkPlanExec adaptive) {
      return of(adaptive.executedPlan());
    }
    if (plan instanceof QueryStageExec queryStage) {
      return of(queryStage.plan());
    }
    if (plan instanceof AiStageExec stage) {
      stages.add(stage);
    }
    Seqs.list(plan.children()).forEach(child -> stages.addAll(of(child)));
    Seqs.list(plan.subqueries()).forEach(subquery -> stages.addAll(of(subquery)));
    return stages;
  }
}
