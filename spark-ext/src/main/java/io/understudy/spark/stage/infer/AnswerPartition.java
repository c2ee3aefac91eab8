package io.understudy.spark.stage.infer;

import io.understudy.spark.account.QueryId;
import io.understudy.spark.bridge.RowEvaluator;
import io.understudy.spark.bridge.Wire;
import io.understudy.spark.stage.label.DeskNews;
import io.understudy.spark.stage.read.DataReader;
import io.understudy.spark.stage.read.VectorReader;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/** Answers the rows of one partition; what a stage sends to its tasks. */
public final class AnswerPartition implements RowEvaluator {
  private static final long serialVersionUID = 1L;

  private final Broadcast<byte[]> plan;
  private final DataReader data;
  private final @Nullable VectorReader vectors;
  private final AnswerValues values;
  private final DataType[] output;

  /**
   * @param plan an {@link InferPlan} as bytes
   * @param vectors reads the embeddings argument, or null if the call gives none
   * @param output types of the input's columns and of the answer
   */
  public AnswerPartition(
      Broadcast<byte[]> plan,
      DataReader data,
      @Nullable VectorReader vectors,
      AnswerValues values,
      DataType[] output) {
    this.plan = plan;
    this.data = data;
    this.vectors = vectors;
    this.values = values;
    this.output = output;
  }

  @Override
  public Iterator<InternalRow> rows(int partition, Iterator<InternalRow> input) {
    TaskContext task = TaskContext.get();
    InferPlan read = Wire.read(plan.value(), InferPlan.class).during(QueryId.ofTask(task));
    RowAnswerer answerer = new RowAnswerer(read, data, vectors);
    String run = read.ask().run();
    PartitionCounts counts =
        new PartitionCounts(new DeskNews(run, task, partition), read.ask().questionId());
    // A listener rather than the end of the rows: a LIMIT stops reading before it.
    task.addTaskCompletionListener(
        (TaskCompletionListener)
            ended -> {
              if (!ended.isFailed() && !ended.isInterrupted()) {
                counts.end();
              }
            });
    return new AnswerIterator(
        partition,
        input,
        answerer,
        values,
        counts,
        new EmbedProgress(new DeskNews(run, task, partition)),
        output);
  }
}
