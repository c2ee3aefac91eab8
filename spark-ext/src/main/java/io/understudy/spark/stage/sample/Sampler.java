package io.understudy.spark.stage.sample;

import io.understudy.sample.ContentCount;
import io.understudy.spark.bridge.DigestibleRows;
import io.understudy.spark.bridge.RowDigester;
import io.understudy.spark.bridge.Wire;
import io.understudy.spark.stage.read.DataReader;
import io.understudy.spark.stage.read.VectorReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Draws distinct contents uniformly: those whose hash under the seed is smallest. Which rows they
 * stand in, and in which order or partition, makes no difference.
 *
 * <p>The copies of each drawn content are exact, and so are the most frequent contents of the whole
 * input: those are asked outright, which bounds how much a single content of the rest can weigh.
 */
public final class Sampler {
  private final DataReader data;
  private final @Nullable VectorReader vectors;
  private final Drawing drawing;

  /**
   * @param data reads what the LLM is asked about
   * @param vectors reads the embeddings argument, or null if the call gives none
   * @param drawing how many contents to draw
   */
  public Sampler(DataReader data, @Nullable VectorReader vectors, Drawing drawing) {
    this.data = data;
    this.vectors = vectors;
    this.drawing = drawing;
  }

  /** Reads the input once. */
  public Sample sample(JavaRDD<InternalRow> input) {
    String sampling = UUID.randomUUID().toString();
    int buckets = Math.max(1, Math.min(200, input.getNumPartitions()));
    List<MergeBucket.Merged> merged =
        sketched(input, sampling, buckets)
            .partitionBy(new HashPartitioner(buckets))
            .mapPartitions(new MergeBucket(sampling, drawing))
            .collect()
            .stream()
            .map(bytes -> Wire.read(bytes, MergeBucket.Merged.class))
            .toList();
    return combine(merged);
  }

  private JavaPairRDD<Integer, byte[]> sketched(
      JavaRDD<InternalRow> input, String sampling, int buckets) {
    boolean withVectors = vectors != null;
    RowDigester digester =
        new SketchDigest.Opener(
            sampling,
            drawing,
            data.slots(),
            withVectors,
            vectors != null && vectors.doubles(),
            buckets);
    Optional<RDD<InternalRow>> digested =
        input.rdd() instanceof DigestibleRows rows
            ? rows.digested(digester, withVectors)
            : Optional.empty();
    return digested
        .map(
            pieces ->
                pieces
                    .toJavaRDD()
                    .mapToPair(piece -> new Tuple2<>(piece.getInt(0), piece.getBinary(1))))
        .orElseGet(
            () ->
                input.mapPartitionsToPair(
                    new SketchPartition(sampling, data, vectors, drawing, buckets)));
  }

  private Sample combine(List<MergeBucket.Merged> merged) {
    List<SampledRow> drawn = new ArrayList<>();
    List<SampledRow> judges = new ArrayList<>();
    List<ContentCount> heaviest = new ArrayList<>();
    Map<Integer, Long> dimensions = new HashMap<>();
    long rows = 0;
    long distinct = 0;
    long nulls = 0;
    for (MergeBucket.Merged bucket : merged) {
      drawn.addAll(RowBytes.read(bucket.drawn()));
      judges.addAll(RowBytes.read(bucket.judges()));
      heaviest.addAll(bucket.heaviest());
      bucket.dimensions().forEach((length, n) -> dimensions.merge(length, n, Long::sum));
      rows += bucket.rows();
      distinct += bucket.distinct();
      nulls += bucket.nulls();
    }
    drawn.sort(inOrder(row -> row.key().order(drawing.seed())));
    judges.sort(inOrder(row -> drawing.judgeOrder(row.key())));
    heaviest.sort(
        Comparator.comparingInt(ContentCount::count)
            .reversed()
            .thenComparing(ContentCount::order, Long::compareUnsigned));
    int maxCopies =
        heaviest.isEmpty()
            ? 1
            : heaviest.get(Math.min(drawing.heavy(), heaviest.size() - 1)).count();
    List<ContentCount> asked =
        heaviest.stream().filter(content -> content.count() > maxCopies).toList();
    return new Sample(
        drawn.stream().limit(drawing.pool()).toList(),
        judges.stream().limit(drawing.judges()).toList(),
        rows,
        nulls,
        distinct,
        asked.stream().map(ContentCount::order).collect(Collectors.toSet()),
        asked.stream().mapToLong(ContentCount::count).sum(),
        maxCopies,
        dimensions);
  }

  private static Comparator<SampledRow> inOrder(ToLongFunction<SampledRow> order) {
    return (a, b) -> Long.compareUnsigned(order.applyAsLong(a), order.applyAsLong(b));
  }
}
