package io.understudy.spark.stage.infer;

import io.understudy.spark.account.QueryId;
import io.understudy.spark.bridge.InlineAnswers;
import io.understudy.spark.bridge.InlineEvaluator;
import io.understudy.spark.bridge.Wire;
import io.understudy.spark.stage.label.DeskNews;
import io.understudy.spark.stage.read.DataReader;
import io.understudy.spark.stage.read.VectorReader;
import java.util.Iterator;
import java.util.Objects;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/** Answers the rows of one partition; what a stage sends to its tasks. */
public final class AnswerPartition implements InlineEvaluator {
  private static final long serialVersionUID = 1L;

  private final Broadcast<byte[]> plan;
  private final @Nullable Broadcast<byte[]> view;
  private final DataReader data;
  private final @Nullable VectorReader vectors;
  private final AnswerValues values;
  private final DataType[] output;
  private final boolean readsTexts;

  /**
   * @param plan an {@link InferPlan} as bytes
   * @param view {@link ViewAnswers} as bytes, or null if no view plays
   * @param vectors reads the embeddings argument, or null if the call gives none
   * @param output types of the input's columns and of the answer
   * @param readsTexts whether the plan has no labels by vector
   */
  public AnswerPartition(
      Broadcast<byte[]> plan,
      @Nullable Broadcast<byte[]> view,
      DataReader data,
      @Nullable VectorReader vectors,
      AnswerValues values,
      DataType[] output,
      boolean readsTexts) {
    this.plan = plan;
    this.view = view;
    this.data = data;
    this.vectors = vectors;
    this.values = values;
    this.output = output;
    this.readsTexts = readsTexts;
  }

  @Override
  public Iterator<InternalRow> rows(int partition, Iterator<InternalRow> input) {
    Task task = new Task(partition);
    RowAnswerer answerer = task.answerer();
    return new AnswerIterator(input, answerer, task.window(answerer), output);
  }

  @Override
  public InlineAnswers open(int partition) {
    Task task = new Task(partition);
    if (!readsTexts) {
      return new TextlessAnswers(
          task.plan,
          Objects.requireNonNull(task.plan.byVector()),
          Objects.requireNonNull(vectors).doubles(),
          values,
          task.counts);
    }
    RowAnswerer answerer = task.answerer();
    return new PushedAnswers(answerer, task.window(answerer), values, task.counts, data.slots());
  }

  @Override
  public boolean readsTexts() {
    return readsTexts;
  }

  /** What one task needs, in generated code or without. */
  private final class Task {
    private final int partition;
    private final InferPlan plan;
    private final PartitionCounts counts;

    Task(int partition) {
      TaskContext task = TaskContext.get();
      this.partition = partition;
      this.plan =
          Wire.read(AnswerPartition.this.plan.value(), InferPlan.class)
              .during(QueryId.ofTask(task));
      this.counts =
          new PartitionCounts(
              new DeskNews(plan.ask().run(), task, partition), plan.ask().questionId());
      // A listener rather than the end of the rows: a LIMIT stops reading before it.
      task.addTaskCompletionListener(
          (TaskCompletionListener)
              ended -> {
                if (!ended.isFailed() && !ended.isInterrupted()) {
                  counts.end();
                }
              });
    }

    RowAnswerer answerer() {
      return new RowAnswerer(
          plan, data, vectors, view == null ? null : new ViewAnswers(view.value()), values.kept());
    }

    AnswerWindow window(RowAnswerer answerer) {
      return new AnswerWindow(
          partition,
          answerer,
          values,
          counts,
          new EmbedProgress(new DeskNews(plan.ask().run(), TaskContext.get(), partition)));
    }
  }
}
