package io.understudy.catalyst.extract;

import io.understudy.catalyst.bridge.FailOpen;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.order.TiedToData;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.optimizer.CollapseProject$;
import org.apache.spark.sql.catalyst.optimizer.ColumnPruning$;
import org.apache.spark.sql.catalyst.optimizer.RemoveNoopOperators$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;

/**
 * Moves every AI call of a plan into an {@code AiStage} below the node that uses it, each distinct
 * call once, with cheap predicates and joins below the stage.
 *
 * <p>It runs after the operator optimisations, when predicates have found their place, and once:
 * what it leaves has no AI call in it, so a second run changes nothing. If a step fails, the plan
 * goes on without it; if the extraction itself does, the LLM answers every row where Spark left the
 * call.
 */
public final class ExtractAiCalls extends Rule<LogicalPlan> {
  private final UnaryOperator<LogicalPlan> extraction;

  public ExtractAiCalls() {
    this(plan -> new Extraction().run(plan));
  }

  ExtractAiCalls(UnaryOperator<LogicalPlan> extraction) {
    this.extraction = extraction;
  }

  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    if (!asks(plan)) {
      return plan;
    }
    LogicalPlan untied = Transforms.up(plan, ExtractAiCalls::untied);
    LogicalPlan limited = FailOpen.step("a limit below its calls", untied, LimitFirst::apply);
    LogicalPlan parts = FailOpen.step("calls in aggregates", limited, CommonParts::apply);
    LogicalPlan outside =
        FailOpen.step("questions out of subqueries", parts, OuterQuestions::apply);
    LogicalPlan joined = FailOpen.step("joins below their calls", outside, JoinsFirst::apply);
    LogicalPlan grouped = FailOpen.step("groups below their calls", joined, GroupsFirst::apply);
    LogicalPlan extracted =
        FailOpen.attempt(
            "the extraction of AI calls, so the LLM answers every row",
            () -> extraction.apply(grouped),
            () -> PlainExtraction.apply(untied));
    StreamState.check(extracted);
    LogicalPlan filed = FailOpen.step("the files of rows", extracted, FilesOfRows::apply);
    LogicalPlan united = FailOpen.step("one stage for a union", filed, OneStageForUnion::apply);
    return FailOpen.step("the tidying of columns", united, ExtractAiCalls::tidied);
  }

  /** Column pruning ran before and could not see through what was not there yet. */
  private static LogicalPlan tidied(LogicalPlan plan) {
    LogicalPlan pruned = ColumnPruning$.MODULE$.apply(plan);
    return RemoveNoopOperators$.MODULE$.apply(CollapseProject$.MODULE$.apply(pruned));
  }

  private static LogicalPlan untied(LogicalPlan node) {
    return Transforms.expressionsUp(node, e -> e instanceof TiedToData tied ? tied.value() : e);
  }

  private static boolean asks(LogicalPlan plan) {
    return Transforms.exists(plan, Extraction::asks);
  }
}
