package io.understudy.spark.projection;

import io.understudy.catalyst.plan.AiStage;
import io.understudy.projection.PilotReport;
import io.understudy.spark.bridge.PlanParts;
import io.understudy.spark.stage.AiStageExec;
import io.understudy.spark.stage.StagesIn;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.QueryExecution$;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.columnar.InMemoryRelation;
import org.jspecify.annotations.Nullable;

/** Buys a pilot of labels for every AI call of a query. */
final class PilotPurchase {
  private final org.apache.spark.sql.classic.SparkSession session;
  private final @Nullable Integer labels;

  /**
   * @param labels to buy for each call; null for the usual number
   */
  PilotPurchase(SparkSession session, @Nullable Integer labels) {
    this.session = (org.apache.spark.sql.classic.SparkSession) session;
    this.labels = labels;
  }

  /** One report per AI call, in the order of the plan. */
  List<PilotReport> of(QueryText query) {
    LogicalPlan plan = query.optimised();
    if (PlanParts.any(plan, PilotPurchase::wouldAsk)) {
      throw query.wrong(
          "a query that reads no cached table whose AI calls are still to be answered",
          "Project the query that makes the table, or fill the table first.");
    }
    Set<AiStage> stages = new LinkedHashSet<>();
    for (LogicalPlan node : PlanParts.nodes(plan)) {
      if (node instanceof AiStage stage && StageInput.asksLlm(stage)) {
        stages.add(stage);
      }
    }
    List<PilotReport> reports = new ArrayList<>();
    for (AiStage stage : stages) {
      Optional<AiStage> alone = StageInput.of(stage);
      reports.add(
          alone.isPresent() ? planned(alone.get()).project(labels) : planned(stage).notProjected());
    }
    return reports;
  }

  private AiStageExec planned(AiStage stage) {
    SparkPlan plan = QueryExecution$.MODULE$.prepareExecutedPlan(session, (LogicalPlan) stage);
    return StagesIn.of(plan).get(0);
  }

  /** A cached table that is not there yet would be made, its AI calls with it. */
  private static boolean wouldAsk(LogicalPlan node) {
    return node instanceof InMemoryRelation cached
        && !cached.cacheBuilder().isCachedColumnBuffersLoaded()
        && !StagesIn.of(cached.cachedPlan()).isEmpty();
  }
}
