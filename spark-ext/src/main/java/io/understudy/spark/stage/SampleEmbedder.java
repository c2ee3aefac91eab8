package io.understudy.spark.stage;

import io.understudy.sample.ContentKey;
import io.understudy.spark.bridge.Wire;
import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.stage.read.RowEmbedder;
import io.understudy.spark.stage.sample.SampledRow;
import io.understudy.spark.view.OpenView;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.jspecify.annotations.Nullable;

/**
 * Gives drawn rows their vectors where the input brings none: from a view, or embedded on the
 * executors.
 */
final class SampleEmbedder {
  /** Vectors that are read before they are wanted take no more than this. */
  private static final long MOST_ALONG_BYTES = 64L << 20;

  private final SparkContext context;
  private final @Nullable RowEmbedder embedder;
  private final @Nullable OpenView view;

  /** Contents that the view was asked for, and what it has of them. */
  private final Set<ContentKey> wanted = new HashSet<>();

  private final Map<ContentKey, float[]> found = new HashMap<>();

  /**
   * @param embedder null if rows bring their vectors, which then are left as they are
   * @param view has vectors of that embedder; null if none plays
   */
  SampleEmbedder(SparkContext context, @Nullable RowEmbedder embedder, @Nullable OpenView view) {
    this.context = context;
    this.embedder = embedder;
    this.view = view;
  }

  /** Whether rows are embedded, which takes time, or have their vectors somewhere. */
  boolean embeds() {
    return embedder != null && view == null;
  }

  /** Whether rows have their vectors from the input, if any. */
  boolean broughtAlong() {
    return embedder == null;
  }

  /** The same rows, each with a vector. */
  List<SampledRow> embed(List<SampledRow> rows) {
    return embed(rows, List.of());
  }

  /**
   * The same rows, each with a vector.
   *
   * @param soon rows that may be wanted later: what a view has of them is read in the same pass,
   *     unless it is much
   */
  List<SampledRow> embed(List<SampledRow> rows, List<SampledRow> soon) {
    RowEmbedder with = embedder;
    if (with == null || rows.isEmpty()) {
      return rows;
    }
    Map<ContentKey, float[]> kept = kept(with, rows, soon);
    List<SampledRow> missing = rows.stream().filter(row -> !kept.containsKey(row.key())).toList();
    List<SampledRow> made = onTheFly(with, missing);
    if (view != null && made.stream().anyMatch(row -> lengthOf(row) != view.dimension())) {
      // The endpoint's model is another one under the same name.
      view.setAside(
          "its vectors have %d dimensions, those embedded now %d"
              .formatted(view.dimension(), lengthOf(made.get(0))));
      return onTheFly(with, rows);
    }
    Iterator<SampledRow> embedded = made.iterator();
    return rows.stream()
        .map(
            row -> {
              float[] vector = kept.get(row.key());
              return vector == null ? embedded.next() : row.withVector(vector);
            })
        .toList();
  }

  private static int lengthOf(SampledRow row) {
    float[] vector = row.vector();
    return vector == null ? 0 : vector.length;
  }

  private Map<ContentKey, float[]> kept(
      RowEmbedder with, List<SampledRow> rows, List<SampledRow> soon) {
    OpenView from = view;
    return from == null
        ? Map.of()
        : Jobs.described(
                context,
                with.function() + ": reading the sample's vectors from the view " + from.name(),
                () -> from.read(() -> vectors(from, rows, soon)))
            .orElse(Map.of());
  }

  /** What the view has of the rows, and perhaps of others. */
  private Map<ContentKey, float[]> vectors(
      OpenView from, List<SampledRow> rows, List<SampledRow> soon) {
    long bytes = (long) Float.BYTES * from.dimension() * soon.size();
    Set<ContentKey> unread =
        Stream.of(rows, bytes > MOST_ALONG_BYTES ? List.<SampledRow>of() : soon)
            .flatMap(List::stream)
            .map(SampledRow::key)
            .filter(key -> !wanted.contains(key))
            .collect(Collectors.toSet());
    if (rows.stream().anyMatch(row -> unread.contains(row.key()))) {
      found.putAll(from.vectors(unread));
      wanted.addAll(unread);
    }
    return found;
  }

  private List<SampledRow> onTheFly(RowEmbedder with, List<SampledRow> rows) {
    if (rows.isEmpty()) {
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
