package io.understudy.spark.stage.sample;

import io.understudy.model.LinearModel;
import io.understudy.sample.ContentCounts;
import io.understudy.sample.ContentKey;
import io.understudy.sample.SmallestOrders;
import io.understudy.spark.bridge.Wire;
import io.understudy.spark.stage.read.DataReader;
import io.understudy.spark.stage.read.VectorReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Reads one partition once: counts the copies of every content by its sampling order, and keeps the
 * rows with the smallest orders. The result is cut by ranges of the order, so that whoever merges a
 * range sees all copies of its contents, and the drawn rows are all in the first ranges.
 */
final class SketchPartition implements PairFlatMapFunction<Iterator<InternalRow>, Integer, byte[]> {
  private static final long serialVersionUID = 1L;

  private final DataReader data;
  private final @Nullable VectorReader vectors;
  private final Drawing drawing;
  private final int buckets;

  SketchPartition(DataReader data, @Nullable VectorReader vectors, Drawing drawing, int buckets) {
    this.data = data;
    this.vectors = vectors;
    this.drawing = drawing;
    this.buckets = buckets;
  }

  @Override
  public Iterator<Tuple2<Integer, byte[]>> call(Iterator<InternalRow> rows) {
    long[] orders = new long[1024];
    int n = 0;
    long nulls = 0;
    Map<Integer, Long> dimensions = new HashMap<>();
    SmallestOrders<SampledRow> pool = new SmallestOrders<>(drawing.pool(), SampledRow.PREFERENCE);
    SmallestOrders<SampledRow> judges =
        new SmallestOrders<>(drawing.judges(), SampledRow.PREFERENCE);
    while (rows.hasNext()) {
      InternalRow row = rows.next();
      byte[][] values = data.read(row);
      if (values == null) {
        nulls++;
        continue;
      }
      ContentKey key = ContentKey.of(values);
      long order = key.order(drawing.seed());
      if (n == orders.length) {
        orders = Arrays.copyOf(orders, n * 2);
      }
      orders[n++] = order;
      float[] vector = vectors == null ? null : usable(vectors.read(row));
      if (vector != null) {
        dimensions.merge(vector.length, 1L, Long::sum);
      }
      if (vectors != null && vector == null) {
        continue;
      }
      long judgeOrder = drawing.judgeOrder(key);
      if (pool.admits(order) || judges.admits(judgeOrder)) {
        SampledRow drawn = new SampledRow(key, DataReader.data(values), vector, 1);
        pool.offer(order, drawn);
        judges.offer(judgeOrder, drawn);
      }
    }
    return pieces(
        ContentCounts.of(orders, n), pool.payloads(), judges.payloads(), nulls, dimensions);
  }

  private static float @Nullable [] usable(float @Nullable [] vector) {
    return vector != null && LinearModel.scorable(vector) ? vector : null;
  }

  private Iterator<Tuple2<Integer, byte[]>> pieces(
      ContentCounts counts,
      List<SampledRow> pool,
      List<SampledRow> judges,
      long nulls,
      Map<Integer, Long> dimensions) {
    return IntStream.range(0, buckets)
        .mapToObj(
            bucket ->
                new Tuple2<>(
                    bucket,
                    new SketchPiece(
                        counts.slice(bucket, buckets),
                        SketchPiece.inBucket(pool, drawing.seed(), bucket, buckets),
                        SketchPiece.inBucket(judges, drawing.seed(), bucket, buckets),
                        bucket == 0 ? nulls : 0,
                        bucket == 0 ? dimensions : Map.of())))
        .filter(piece -> !piece._2().empty())
        .map(piece -> new Tuple2<>(piece._1(), Wire.write(piece._2())))
        .iterator();
  }
}
