package io.understudy.spark.stage.label;

import io.understudy.call.RowData;
import io.understudy.sample.ContentKey;
import io.understudy.spark.bridge.Wire;
import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.stage.read.RowEmbedder;
import io.understudy.spark.stage.sample.SampledRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.jspecify.annotations.Nullable;

/** Labels a slice of the sample on an executor, and embeds it there if the input has no vectors. */
final class LabelPartition implements FlatMapFunction<Iterator<byte[]>, byte[]> {
  private static final long serialVersionUID = 1L;

  private final AskPlan plan;
  private final @Nullable RowEmbedder embedder;
  private final Duration patience;

  LabelPartition(AskPlan plan, @Nullable RowEmbedder embedder, Duration patience) {
    this.patience = patience;
    this.plan = plan;
    this.embedder = embedder;
  }

  @Override
  public Iterator<byte[]> call(Iterator<byte[]> slice) {
    List<SampledRow> rows = new ArrayList<>();
    slice.forEachRemaining(bytes -> rows.add(Wire.read(bytes, SampledRow.class)));
    return labelled(rows).stream().map(Wire::write).iterator();
  }

  private List<LabelledRow> labelled(List<SampledRow> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    try {
      if (embedder != null) {
        // Before a question is sent: who cannot embed should not pay for labels first.
        embedder.open();
      }
      return asked(rows);
    } catch (UnderstudyException e) {
      // Told to the driver as data: failing the task would bury the message under retries.
      return List.of(LabelledRow.stopped(rows.get(0), e));
    }
  }

  private List<LabelledRow> asked(List<SampledRow> rows) {
    Asker asker = Asker.forTask(plan, patience);
    List<ContentKey> keys = rows.stream().map(SampledRow::key).toList();
    List<RowData> data = rows.stream().map(SampledRow::data).toList();
    List<CompletableFuture<Reply>> replies = asker.ask(keys, data);
    // The texts are embedded while the LLM is thinking.
    float[][] vectors = embedder == null ? null : embedder.embed(data);
    List<LabelledRow> labelled = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      float[] vector = vectors == null ? rows.get(i).vector() : vectors[i];
      Reply reply = asker.await(replies.get(i));
      labelled.add(new LabelledRow(rows.get(i), reply, vector, null));
    }
    return labelled;
  }
}
