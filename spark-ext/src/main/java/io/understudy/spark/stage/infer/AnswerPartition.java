package io.understudy.spark.stage.infer;

import io.understudy.spark.account.QueryId;
import io.understudy.spark.bridge.InlineAnswers;
import io.understudy.spark.bridge.InlineEvaluator;
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
    return new AnswerIterator(input, task.answerer, task.window, output);
  }

  @Override
  public InlineAnswers open(int partition) {
    Task task = new Task(partition);
    InferPlan plan = task.answerer.plan();
    VectorLabels byVector = plan.byVector();
    if (byVector != null && vectors != null) {
      return new TextlessAnswers(plan, byVector, vectors.doubles(), values, task.counts);
    }
    return new PushedAnswers(task.answerer, task.window, values, task.counts, data.slots());
  }

  @Override
  public boolean readsTexts() {
    return readsTexts;
  }

  /** What one task needs, in generated code or without. */
  private final class Task {
    private final RowAnswerer answerer;
    private final PartitionCounts counts;
    private final AnswerWindow window;

    Task(int partition) {
      TaskContext task = TaskContext.get();
      InferPlan read = Wire.read(plan.value(), InferPlan.class).during(QueryId.ofTask(task));
      String run = read.ask().run();
      answerer =
          new RowAnswerer(
              read,
              data,
              vectors,
              view == null ? null : new ViewAnswers(view.value()),
              values.kept());
      counts = new PartitionCounts(new DeskNews(run, task, partition), read.ask().questionId());
      // A listener rather than the end of the rows: a LIMIT stops reading before it.
      task.addTaskCompletionListener(
          (TaskCompletionListener)
              ended -> {
                if (!ended.isFailed() && !ended.isInterrupted()) {
                  counts.end();
                }
              });
      window =
          new AnswerWindow(
              partition,
              answerer,
              values,
              counts,
              new EmbedProgress(new DeskNews(run, task, partition)));
    }
  }
}
