package io.understudy.spark.stage;

import io.understudy.spark.bridge.Wire;
import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.stage.read.RowEmbedder;
import io.understudy.spark.stage.sample.SampledRow;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.jspecify.annotations.Nullable;

/** Embeds drawn rows on the executors, where the input brings no vectors. */
final class SampleEmbedder {
  private final SparkContext context;
  private final @Nullable RowEmbedder embedder;

  /**
   * @param embedder null if rows bring their vectors, which then are left as they are
   */
  SampleEmbedder(SparkContext context, @Nullable RowEmbedder embedder) {
    this.context = context;
    this.embedder = embedder;
  }

  /** Whether rows are embedded, which takes time, or bring their vectors. */
  boolean embeds() {
    return embedder != null;
  }

  /** The same rows, each with a vector. */
  List<SampledRow> embed(List<SampledRow> rows) {
    RowEmbedder with = embedder;
    if (with == null || rows.isEmpty()) {
      return rows;
    }
    List<Embedded> embedded =
        Jobs.described(
            context,
            with.function() + ": embedding the sample",
            () ->
                JavaSparkContext.fromSparkContext(context)
                    .parallelize(
                        rows.stream().map(Wire::write).toList(),
                        Math.min(rows.size(), context.defaultParallelism()))
                    .mapPartitions(new EmbedRows(with))
                    .collect()
                    .stream()
                    .map(bytes -> Wire.read(bytes, Embedded.class))
                    .toList());
    for (Embedded row : embedded) {
      UnderstudyException stop = row.stop();
      if (stop != null) {
        throw stop;
      }
    }
    return IntStream.range(0, rows.size())
        .mapToObj(i -> rows.get(i).withVector(Objects.requireNonNull(embedded.get(i).vector())))
        .toList();
  }

  /**
   * @param vector of a row; null if there is a reason to stop
   * @param stop why nothing can be embedded: told as data, because failing the task would bury the
   *     message under retries
   */
  private record Embedded(float @Nullable [] vector, @Nullable UnderstudyException stop)
      implements Serializable {}

  private record EmbedRows(RowEmbedder embedder)
      implements FlatMapFunction<Iterator<byte[]>, byte[]> {
    @Override
    public Iterator<byte[]> call(Iterator<byte[]> slice) {
      List<SampledRow> rows = new ArrayList<>();
      slice.forEachRemaining(bytes -> rows.add(Wire.read(bytes, SampledRow.class)));
      List<byte[]> embedded = new ArrayList<>(rows.size());
      try {
        for (float[] vector : embedder.embed(rows.stream().map(SampledRow::data).toList())) {
          embedded.add(Wire.write(new Embedded(vector, null)));
        }
      } catch (UnderstudyException e) {
        return List.of(Wire.write(new Embedded(null, e))).iterator();
      }
      return embedded.iterator();
    }
  }
}
