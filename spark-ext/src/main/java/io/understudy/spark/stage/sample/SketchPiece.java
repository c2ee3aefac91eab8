package io.understudy.spark.stage.sample;

import io.understudy.sample.Buckets;
import io.understudy.sample.ContentCounts;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What one partition knows about one range of the sampling order.
 *
 * @param counts copies by order
 * @param drawn the rows with the smallest orders of the partition, as far as they lie in the range
 * @param judges the same for the rows that come first in the order of the judges
 * @param nulls rows without data, told in the first range only
 * @param dimensions vectors by length, told in the first range only
 */
record SketchPiece(
    ContentCounts counts,
    List<Drawn> drawn,
    List<Drawn> judges,
    long nulls,
    Map<Integer, Long> dimensions)
    implements Serializable {

  /** A row with its sampling order. */
  record Drawn(long order, SampledRow row) implements Serializable {}

  boolean empty() {
    return counts.rows() == 0 && nulls == 0;
  }

  /** The rows of a range of the sampling order, whatever order they were drawn by. */
  static List<Drawn> inBucket(List<SampledRow> rows, long seed, int bucket, int buckets) {
    List<Drawn> drawn = new ArrayList<>();
    for (SampledRow row : rows) {
      long order = row.key().order(seed);
      if (Buckets.of(order, buckets) == bucket) {
        drawn.add(new Drawn(order, row));
      }
    }
    return drawn;
  }
}
