package io.understudy.spark.plan;

import io.understudy.call.AiFunction;
import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.plan.AiStage;
import io.understudy.catalyst.plan.AskedWhere;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.explain.ExplainSection;
import io.understudy.spark.stage.AiStageExec;
import io.understudy.spark.stage.EmbedStageExec;
import io.understudy.spark.view.ViewChoice;
import io.understudy.spark.view.ViewFinder;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.SparkStrategy;
import scala.Option;
import scala.collection.immutable.Seq;

/** Plans the stages. */
public final class AiStageStrategy extends SparkStrategy {
  @Override
  public Seq<SparkPlan> apply(LogicalPlan plan) {
    if (!(plan instanceof AiStage stage)) {
      return Seqs.seq();
    }
    ExplainSection.enable();
    SparkPlan child = planLater(stage.child());
    return Seqs.seq(
        stage.call().call().function() == AiFunction.EMBED
            ? new EmbedStageExec(stage.call(), stage.slots().apply(0), stage.answer(), child)
            : new AiStageExec(
                stage.call(),
                stage.slots(),
                stage.embeddings(),
                view(stage),
                stage.answer(),
                child));
  }

  /** Nothing where the call brings its embeddings, or the session has no views. */
  private static Option<ViewChoice> view(AiStage stage) {
    if (!stage.embeddings().isEmpty()) {
      return Seqs.none();
    }
    return new ViewFinder(
            UnderstudyConf.ofActiveSession(),
            SparkSession.active().sparkContext().hadoopConfiguration())
        .find(
            Seqs.<Expression>list(stage.slots()).stream().map(AskedWhere::everywhere).toList(),
            stage.child())
        .map(Seqs::some)
        .orElseGet(Seqs::none);
  }
}
