package io.understudy.spark.stage.infer;

import io.understudy.spark.account.QueryId;
import io.understudy.spark.account.RunId;
import io.understudy.spark.bridge.RowEvaluator;
import io.understudy.spark.stage.label.DeskNews;
import io.understudy.spark.stage.read.RowEmbedder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/** Embeds the texts of one partition, a batch of rows at a time; NULL stays NULL. */
public final class EmbedPartition implements RowEvaluator {
  private static final long serialVersionUID = 1L;

  private final RunId run;
  private final Expression content;
  private final RowEmbedder embedder;
  private final int batch;
  private final DataType[] output;

  /**
   * @param run for the driver's count
   * @param content the text, bound to the input's columns
   * @param batch rows to gather before embedding
   * @param output types of the input's columns and of the vector
   */
  public EmbedPartition(
      RunId run, Expression content, RowEmbedder embedder, int batch, DataType[] output) {
    this.run = run;
    this.content = content;
    this.embedder = embedder;
    this.batch = batch;
    this.output = output;
  }

  @Override
  public Iterator<InternalRow> rows(int partition, Iterator<InternalRow> input) {
    TaskContext task = TaskContext.get();
    String now = run.during(QueryId.ofTask(task)).id();
    EmbedProgress progress = new EmbedProgress(new DeskNews(now, task, partition));
    task.addTaskCompletionListener((TaskCompletionListener) ended -> progress.end());
    return new Embedded(input, progress);
  }

  private final class Embedded implements Iterator<InternalRow> {
    private final Iterator<InternalRow> input;
    private final EmbedProgress progress;
    private final UnsafeProjection project = UnsafeProjection.create(output);
    private final JoinedRow joined = new JoinedRow();
    private final GenericInternalRow vector = new GenericInternalRow(1);
    private final Deque<InternalRow> rows = new ArrayDeque<>();
    private final Deque<Integer> positions = new ArrayDeque<>();
    private float[][] vectors = new float[0][];

    Embedded(Iterator<InternalRow> input, EmbedProgress progress) {
      this.input = input;
      this.progress = progress;
    }

    @Override
    public boolean hasNext() {
      return !rows.isEmpty() || input.hasNext();
    }

    @Override
    public InternalRow next() {
      if (rows.isEmpty()) {
        gather();
      }
      int position = positions.remove();
      vector.update(0, position < 0 ? null : value(vectors[position]));
      return project.apply(joined.apply(rows.remove(), vector));
    }

    private void gather() {
      if (!input.hasNext()) {
        throw new NoSuchElementException();
      }
      List<String> texts = new ArrayList<>();
      while (input.hasNext() && rows.size() < batch) {
        InternalRow row = input.next().copy();
        UTF8String text = (UTF8String) content.eval(row);
        rows.add(row);
        positions.add(text == null ? -1 : texts.size());
        if (text != null) {
          texts.add(text.toString());
        }
      }
      vectors = texts.isEmpty() ? new float[0][] : embedder.embedTexts(texts);
      progress.embedded(texts.size());
    }

    private static @Nullable Object value(float[] embedding) {
      return UnsafeArrayData.fromPrimitiveArray(embedding);
    }
  }
}
