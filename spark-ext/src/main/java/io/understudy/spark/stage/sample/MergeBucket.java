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

  private final Drawing drawing;

  MergeBucket(Drawing drawing) {
    this.drawing = drawing;
  }

  /**
   * One range of the sampling order.
   *
   * @param drawn the rows with the smallest orders and their exact copies, in sampling order
   * @param judges the same in the order of the judges; {@code order} is the sampling order still
   * @param heaviest the contents with the most copies
   */
  record Merged(
      List<SketchPiece.Drawn> drawn,
      List<SketchPiece.Drawn> judges,
      List<ContentCount> heaviest,
      long rows,
      long distinct,
      long nulls,
      Map<Integer, Long> dimensions)
      implements Serializable {}

  @Override
  public Iterator<byte[]> call(Iterator<Tuple2<Integer, byte[]>> pieces) {
    List<ContentCounts> counts = new ArrayList<>();
    SmallestOrders<SampledRow> pool = new SmallestOrders<>(drawing.pool(), SampledRow.PREFERENCE);
    SmallestOrders<SampledRow> judges =
        new SmallestOrders<>(drawing.judges(), SampledRow.PREFERENCE);
    Map<Integer, Long> dimensions = new HashMap<>();
    long nulls = 0;
    while (pieces.hasNext()) {
      SketchPiece piece = Wire.read(pieces.next()._2(), SketchPiece.class);
      counts.add(piece.counts());
      piece.drawn().forEach(drawn -> pool.offer(drawn.order(), drawn.row()));
      piece.judges().stream()
          .map(SketchPiece.Drawn::row)
          .forEach(row -> judges.offer(drawing.judgeOrder(row.key()), row));
      piece.dimensions().forEach((length, rows) -> dimensions.merge(length, rows, Long::sum));
      nulls += piece.nulls();
    }
    ContentCounts all = ContentCounts.merge(counts);
    Merged merged =
        new Merged(
            counted(pool.payloads(), all),
            counted(judges.payloads(), all),
            all.heaviest(drawing.heavy() + 1),
            all.rows(),
            all.distinct(),
            nulls,
            dimensions);
    return List.of(Wire.write(merged)).iterator();
  }

  private List<SketchPiece.Drawn> counted(List<SampledRow> rows, ContentCounts counts) {
    List<SketchPiece.Drawn> counted = new ArrayList<>(rows.size());
    for (SampledRow row : rows) {
      long order = row.key().order(drawing.seed());
      counted.add(new SketchPiece.Drawn(order, row.withCopies(counts.countOf(order))));
    }
    return counted;
  }
}
