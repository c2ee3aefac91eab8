package io.understudy.spark.stage.sample;

import io.understudy.call.RowData;
import io.understudy.model.LinearModel;
import io.understudy.sample.Buckets;
import io.understudy.sample.ContentCounts;
import io.understudy.sample.ContentKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one partition's rows say: how many copies there are of every content, by its sampling order,
 * and the rows with the smallest orders. The result is cut by ranges of the order, so that whoever
 * merges a range sees all copies of its contents.
 */
final class Sketch {
  private final Drawing drawing;
  private final boolean withVectors;
  private final Drawn pool;
  private final Drawn judges;
  private final Map<Integer, Long> dimensions = new TreeMap<>();
  private long[] orders = new long[1024];
  private int rows;
  private long nulls;
  private int length = -1;
  private long ofLength;

  /**
   * @param withVectors whether rows are to bring vectors; those that bring none of use are drawn
   *     like the others, since the answers to them are promised, too
   */
  Sketch(Drawing drawing, boolean withVectors, SketchBounds bounds) {
    this.drawing = drawing;
    this.withVectors = withVectors;
    this.pool = new Drawn(drawing.pool(), bounds::pool);
    this.judges = new Drawn(drawing.judges(), bounds::judges);
  }

  /** A row without data. */
  void takeNull() {
    nulls++;
  }

  /** A row without a vector, whether one is wanted or not. */
  void take(ContentKey key, Supplier<RowData> data) {
    draw(key, data, () -> null);
  }

  /**
   * A row with a vector.
   *
   * @param data asked for if the row is drawn
   * @param values holds the vector
   * @param offset of its first entry
   * @param entries of the vector
   */
  void take(ContentKey key, Supplier<RowData> data, float[] values, int offset, int entries) {
    if (!withVectors || !LinearModel.scorable(values, offset, entries)) {
      take(key, data);
      return;
    }
    if (entries != length) {
      tellLength();
      length = entries;
    }
    ofLength++;
    draw(key, data, () -> Arrays.copyOfRange(values, offset, offset + entries));
  }

  private void draw(ContentKey key, Supplier<RowData> data, Supplier<float @Nullable []> vector) {
    long order = key.order(drawing.seed());
    count(order);
    long judgeOrder = drawing.judgeOrder(key);
    boolean inPool = pool.admits(order);
    boolean amongJudges = judges.admits(judgeOrder);
    if (inPool || amongJudges) {
      SampledRow drawn = SampledRow.once(key, data.get(), vector.get());
      if (inPool) {
        pool.offer(order, drawn);
      }
      if (amongJudges) {
        judges.offer(judgeOrder, drawn);
      }
    }
  }

  private void count(long order) {
    if (rows == orders.length) {
      orders = Arrays.copyOf(orders, rows * 2);
    }
    orders[rows++] = order;
  }

  private void tellLength() {
    if (ofLength > 0) {
      dimensions.merge(length, ofLength, Long::sum);
      ofLength = 0;
    }
  }

  /** A piece of the sketch with the number of its range. */
  record Numbered(int bucket, SketchPiece piece) {}

  /** All that the rows have said, without the ranges that they say nothing of. */
  Stream<Numbered> pieces(int buckets) {
    tellLength();
    ContentCounts counts = ContentCounts.of(orders, rows);
    Map<Integer, List<SampledRow>> inPool = byBucket(pool.rows(), buckets);
    Map<Integer, List<SampledRow>> amongJudges = byBucket(judges.rows(), buckets);
    return IntStream.range(0, buckets)
        .mapToObj(
            bucket ->
                new Numbered(
                    bucket,
                    new SketchPiece(
                        counts.slice(bucket, buckets),
                        RowBytes.write(inPool.getOrDefault(bucket, List.of())),
                        RowBytes.write(amongJudges.getOrDefault(bucket, List.of())),
                        bucket == 0 ? nulls : 0,
                        bucket == 0 ? dimensions : Map.of())))
        .filter(numbered -> !numbered.piece().empty());
  }

  /** Rows by their range of the sampling order, whatever order they were drawn by. */
  private Map<Integer, List<SampledRow>> byBucket(List<SampledRow> drawn, int buckets) {
    return drawn.stream()
        .collect(
            Collectors.groupingBy(row -> Buckets.of(row.key().order(drawing.seed()), buckets)));
  }
}
