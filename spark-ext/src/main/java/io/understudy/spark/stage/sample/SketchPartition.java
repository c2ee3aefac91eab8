package io.understudy.spark.stage.sample;

import io.understudy.sample.ContentKey;
import io.understudy.spark.bridge.Wire;
import io.understudy.spark.stage.read.DataReader;
import io.understudy.spark.stage.read.VectorReader;
import java.util.Iterator;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** A {@link Sketch} of one partition's rows where no generated code can make it. */
final class SketchPartition implements PairFlatMapFunction<Iterator<InternalRow>, Integer, byte[]> {
  private static final long serialVersionUID = 1L;

  private final String sampling;
  private final DataReader data;
  private final @Nullable VectorReader vectors;
  private final Drawing drawing;
  private final int buckets;

  /**
   * @param sampling names the job, used once
   */
  SketchPartition(
      String sampling,
      DataReader data,
      @Nullable VectorReader vectors,
      Drawing drawing,
      int buckets) {
    this.sampling = sampling;
    this.data = data;
    this.vectors = vectors;
    this.drawing = drawing;
    this.buckets = buckets;
  }

  @Override
  public Iterator<Tuple2<Integer, byte[]>> call(Iterator<InternalRow> rows) {
    Sketch sketch = new Sketch(drawing, vectors != null, SketchBounds.of(sampling, drawing));
    while (rows.hasNext()) {
      take(rows.next(), sketch);
    }
    return sketch
        .pieces(buckets)
        .map(numbered -> new Tuple2<>(numbered.bucket(), Wire.write(numbered.piece())))
        .iterator();
  }

  private void take(InternalRow row, Sketch sketch) {
    byte[][] values = data.read(row);
    if (values == null) {
      sketch.takeNull();
      return;
    }
    ContentKey key = ContentKey.of(values);
    float[] vector = vectors == null ? null : vectors.read(row);
    if (vector == null) {
      sketch.take(key, () -> DataReader.data(values));
    } else {
      sketch.take(key, () -> DataReader.data(values), vector, 0, vector.length);
    }
  }
}
