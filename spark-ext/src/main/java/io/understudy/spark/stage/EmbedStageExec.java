package io.understudy.spark.stage;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.plan.StageCall;
import io.understudy.embed.EmbedderConfig;
import io.understudy.spark.account.Progress;
import io.understudy.spark.account.QueryId;
import io.understudy.spark.account.RunId;
import io.understudy.spark.account.RunLedger;
import io.understudy.spark.account.RunTally;
import io.understudy.spark.bridge.BoundExpressions;
import io.understudy.spark.bridge.ColumnExec;
import io.understudy.spark.bridge.MetricUpdates;
import io.understudy.spark.bridge.RowEvaluator;
import io.understudy.spark.config.CallSettings;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.stage.infer.EmbedPartition;
import io.understudy.spark.stage.label.LabelDesk;
import io.understudy.spark.stage.read.RowEmbedder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.metric.SQLMetric;

/** Embeds one text per row, in batches, with the embedder that all tasks of a JVM share. */
public final class EmbedStageExec extends ColumnExec {
  private static final long serialVersionUID = 1L;

  private final StageCall call;
  private final Expression content;

  /**
   * @param content the text to embed
   * @param answer the column of vectors that the stage adds
   */
  public EmbedStageExec(StageCall call, Expression content, Attribute answer, SparkPlan child) {
    super(answer, child);
    this.call = call;
    this.content = content;
  }

  @Override
  public RDD<InternalRow> doExecute() {
    UnderstudyConf conf = UnderstudyConf.of(session().sessionState().conf());
    EmbedderConfig embedder = CallSettings.embedder(conf, call.call());
    RunId run = RunId.first(QueryId.ofDriver(sparkContext()));
    LabelDesk desk = LabelDesk.of(sparkContext());
    RunTally tally = desk.tally(run.id());
    desk.watch(
        run.id(),
        new EmbedPosting(
            new MetricUpdates(sparkContext()),
            Objects.requireNonNull(Seqs.javaMap(metrics()).get(StageMetrics.ROWS_EMBEDDED)),
            id -> desk.tally(id).embedded()));
    Progress progress = new Progress(conf.progress());
    Progress.Watch watch = progress.watch("AI.EMBED: rows embedded", 0, tally::embedded);
    long started = System.nanoTime();
    RunLedger.of(sparkContext())
        .atEndOf(
            run.query(),
            () -> {
              watch.close();
              progress.say(
                  String.format(
                      Locale.ROOT,
                      "AI.EMBED: %,d rows embedded in %.1f s",
                      tally.embedded(),
                      (System.nanoTime() - started) / 1e9));
            });
    EmbedPartition evaluator =
        new EmbedPartition(
            run,
            BoundExpressions.bind(content, child().output()),
            new RowEmbedder(embedder, call.call().function().sqlName()),
            conf.embedBatch(),
            outputTypes());
    desk.forgetWith(evaluator, run.id());
    return RowEvaluator.apply(child().execute(), evaluator);
  }

  @Override
  public List<Object> elements() {
    return List.of(call, content, answer(), child());
  }

  @Override
  protected LinkedHashMap<String, SQLMetric> newMetrics() {
    return StageMetrics.ofEmbedding(sparkContext());
  }

  @Override
  public SparkPlan withNewChildInternal(SparkPlan newChild) {
    return new EmbedStageExec(call, content, answer(), newChild);
  }
}
