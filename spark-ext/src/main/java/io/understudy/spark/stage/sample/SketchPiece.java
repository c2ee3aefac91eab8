package io.understudy.spark.stage.sample;

import io.understudy.sample.Buckets;
import io.understudy.sample.ContentCounts;
import io.understudy.sample.SmallestOrders;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What one partition knows about one range of the sampling order.
 *
 * @param counts copies by order
 * @param drawn the rows with the smallest orders of the partition, as far as they lie in the range
 * @param nulls rows without data, told in the first range only
 * @param dimensions vectors by length, told in the first range only
 */
record SketchPiece(
    ContentCounts counts, List<Drawn> drawn, long nulls, Map<Integer, Long> dimensions)
    implements Serializable {

  /** A row with its sampling order. */
  record Drawn(long order, SampledRow row) implements Serializable {}

  boolean empty() {
    return counts.rows() == 0 && nulls == 0;
  }

  static List<Drawn> inBucket(SmallestOrders<SampledRow> smallest, int bucket, int buckets) {
    long[] orders = smallest.orders();
    List<SampledRow> rows = smallest.payloads();
    List<Drawn> drawn = new ArrayList<>();
    for (int i = 0; i < orders.length; i++) {
      if (Buckets.of(orders[i], buckets) == bucket) {
        drawn.add(new Drawn(orders[i], rows.get(i)));
      }
    }
    return drawn;
  }
}
