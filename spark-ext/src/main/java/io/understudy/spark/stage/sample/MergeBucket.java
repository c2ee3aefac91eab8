package io.understudy.spark.stage.sample;

import io.understudy.sample.ContentCount;
import io.understudy.sample.ContentCounts;
import io.understudy.sample.SmallestOrders;
import io.understudy.spark.bridge.Wire;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapFunction;
import scala.Tuple2;

/** Merges what all partitions know about one range of the sampling order. */
final class MergeBucket implements FlatMapFunction<Iterator<Tuple2<Integer, byte[]>>, byte[]> {
  private static final long serialVersionUID = 1L;

  private final String sampling;
  private final Drawing drawing;

  /**
   * @param sampling names the job, used once
   */
  MergeBucket(String sampling, Drawing drawing) {
    this.sampling = sampling;
    this.drawing = drawing;
  }

  /**
   * One range of the sampling order.
   *
   * @param drawn the rows with the smallest orders and their exact copies, as {@link RowBytes}
   * @param judges the same for the order of the judges
   * @param heaviest the contents with the most copies
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Merged(
      byte[] drawn,
      byte[] judges,
      List<ContentCount> heaviest,
      long rows,
      long distinct,
      long nulls,
      Map<Integer, Long> dimensions)
      implements Serializable {}

  @Override
  public Iterator<byte[]> call(Iterator<Tuple2<Integer, byte[]>> pieces) {
    List<ContentCounts> counts = new ArrayList<>();
    SmallestOrders<SampledRow> pool = new SmallestOrders<>(drawing.pool(), SampledRow::either);
    SmallestOrders<SampledRow> judges = new SmallestOrders<>(drawing.judges(), SampledRow::either);
    // What was sent before this JVM had seen as much as it has by now.
    SketchBounds bounds = SketchBounds.of(sampling, drawing);
    long poolLimit = bounds.pool(new long[0], 0);
    long judgeLimit = bounds.judges(new long[0], 0);
    Map<Integer, Long> dimensions = new HashMap<>();
    long nulls = 0;
    while (pieces.hasNext()) {
      SketchPiece piece = Wire.read(pieces.next()._2(), SketchPiece.class);
      counts.add(piece.counts());
      RowBytes.read(piece.drawn(), key -> within(key.order(drawing.seed()), poolLimit))
          .forEach(row -> pool.offer(row.key().order(drawing.seed()), row));
      RowBytes.read(piece.judges(), key -> within(drawing.judgeOrder(key), judgeLimit))
          .forEach(row -> judges.offer(drawing.judgeOrder(row.key()), row));
      piece.dimensions().forEach((length, rows) -> dimensions.merge(length, rows, Long::sum));
      nulls += piece.nulls();
    }
    ContentCounts all = ContentCounts.merge(counts);
    Merged merged =
        new Merged(
            RowBytes.write(counted(pool.payloads(), all)),
            RowBytes.write(counted(judges.payloads(), all)),
            all.heaviest(drawing.heavy() + 1),
            all.rows(),
            all.distinct(),
            nulls,
            dimensions);
    return List.of(Wire.write(merged)).iterator();
  }

  private static boolean within(long order, long limit) {
    return Long.compareUnsigned(order, limit) <= 0;
  }

  private List<SampledRow> counted(List<SampledRow> rows, ContentCounts counts) {
    return rows.stream()
        .map(row -> row.withCopies(counts.countOf(row.key().order(drawing.seed()))))
        .toList();
  }
}
