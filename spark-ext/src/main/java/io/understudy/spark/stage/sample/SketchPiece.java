package io.understudy.spark.stage.sample;

import io.understudy.sample.ContentCounts;
import java.io.Serializable;
import java.util.Map;

/**
 * What one partition knows about one range of the sampling order.
 *
 * @param counts copies by order
 * @param drawn the rows with the smallest orders of the partition, as far as they lie in the range,
 *     as {@link RowBytes}
 * @param judges the same for the rows that come first in the order of the judges
 * @param nulls rows without data, told in the first range only
 * @param dimensions vectors by length, told in the first range only
 */
@SuppressWarnings("ArrayRecordComponent")
record SketchPiece(
    ContentCounts counts, byte[] drawn, byte[] judges, long nulls, Map<Integer, Long> dimensions)
    implements Serializable {
  boolean empty() {
    return counts.rows() == 0 && nulls == 0 && dimensions.isEmpty();
  }
}
