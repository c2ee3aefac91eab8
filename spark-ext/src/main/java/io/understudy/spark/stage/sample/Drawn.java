package io.understudy.spark.stage.sample;

import io.understudy.sample.SmallestOrders;
import java.util.List;

/**
 * The rows with the smallest orders of a partition, as far as other partitions do not have enough
 * smaller ones: see {@link SketchBounds}.
 */
final class Drawn {
  /** Rows drawn before the tasks of the JVM tell each other. */
  private static final int EXCHANGED_AT_ONCE = 1024;

  /** Takes new orders into account and says the limit that holds then. */
  interface Exchange {
    long limit(long[] orders, int n);
  }

  private final SmallestOrders<SampledRow> kept;
  private final Exchange exchange;
  private final long[] untold = new long[EXCHANGED_AT_ONCE];
  private int n;
  private long limit;

  Drawn(int capacity, Exchange exchange) {
    this.kept = new SmallestOrders<>(capacity, SampledRow::either);
    this.exchange = exchange;
    this.limit = exchange.limit(untold, 0);
  }

  boolean admits(long order) {
    return Long.compareUnsigned(order, limit) <= 0 && kept.admits(order);
  }

  void offer(long order, SampledRow row) {
    kept.offer(order, row);
    untold[n++] = order;
    if (n == untold.length) {
      tell();
    }
  }

  private void tell() {
    limit = exchange.limit(untold, n);
    n = 0;
    kept.dropAbove(limit);
  }

  /** By ascending order. */
  List<SampledRow> rows() {
    tell();
    return kept.payloads();
  }
}
