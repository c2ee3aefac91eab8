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

  private final int wanted;
  private final int heaviest;

  MergeBucket(int wanted, int heaviest) {
    this.wanted = wanted;
    this.heaviest = heaviest;
  }

  /**
   * One range of the sampling order.
   *
   * @param drawn the rows with the smallest orders and their exact copies, in sampling order
   * @param heaviest the contents with the most copies
   */
  record Merged(
      List<SketchPiece.Drawn> drawn,
      List<ContentCount> heaviest,
      long rows,
      long distinct,
      long nulls,
      Map<Integer, Long> dimensions)
      implements Serializable {}

  @Override
  public Iterator<byte[]> call(Iterator<Tuple2<Integer, byte[]>> pieces) {
    List<ContentCounts> counts = new ArrayList<>();
    SmallestOrders<SampledRow> smallest =
        new SmallestOrders<>(Math.max(1, wanted), SampledRow.PREFERENCE);
    Map<Integer, Long> dimensions = new HashMap<>();
    long nulls = 0;
    while (pieces.hasNext()) {
      SketchPiece piece = Wire.read(pieces.next()._2(), SketchPiece.class);
      counts.add(piece.counts());
      piece.drawn().forEach(drawn -> smallest.offer(drawn.order(), drawn.row()));
      piece.dimensions().forEach((length, rows) -> dimensions.merge(length, rows, Long::sum));
      nulls += piece.nulls();
    }
    ContentCounts all = ContentCounts.merge(counts);
    long[] orders = smallest.orders();
    List<SampledRow> rows = smallest.payloads();
    List<SketchPiece.Drawn> drawn = new ArrayList<>(orders.length);
    for (int i = 0; i < orders.length; i++) {
      SampledRow exact = rows.get(i).withCopies(all.countOf(orders[i]));
      drawn.add(new SketchPiece.Drawn(orders[i], exact));
    }
    Merged merged =
        new Merged(drawn, all.heaviest(heaviest), all.rows(), all.distinct(), nulls, dimensions);
    return List.of(Wire.write(merged)).iterator();
  }
}
