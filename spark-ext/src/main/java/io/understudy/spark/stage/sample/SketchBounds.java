package io.understudy.spark.stage.sample;

import io.understudy.sample.SmallestOrders;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How small an order has to be to be drawn, as far as the tasks of one JVM have seen: without it
 * each partition would send as many rows as are drawn from all of them. It changes what travels,
 * never what is drawn: who is above the limit has enough contents below it, in rows that other
 * tasks have read, and that whoever repeats those tasks reads again.
 */
final class SketchBounds {
  private static final int MOST_KNOWN = 32;

  // One JVM may run tasks of many queries; the eldest are over.
  private static final Map<String, SketchBounds> KNOWN =
      new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SketchBounds> eldest) {
          return size() > MOST_KNOWN;
        }
      };

  private final SmallestOrders<Boolean> pool;
  private final SmallestOrders<Boolean> judges;

  private SketchBounds(Drawing drawing) {
    this.pool = new SmallestOrders<>(drawing.pool());
    this.judges = new SmallestOrders<>(drawing.judges());
  }

  /**
   * The bounds that all tasks of a sampling job share in this JVM.
   *
   * @param sampling the job's name, used once
   */
  static SketchBounds of(String sampling, Drawing drawing) {
    synchronized (KNOWN) {
      return KNOWN.computeIfAbsent(sampling, name -> new SketchBounds(drawing));
    }
  }

  /** Takes some orders of rows into account; the limit, unsigned, that holds then. */
  synchronized long pool(long[] orders, int n) {
    return limit(pool, orders, n);
  }

  /** The same for the orders of the judges. */
  synchronized long judges(long[] orders, int n) {
    return limit(judges, orders, n);
  }

  private static long limit(SmallestOrders<Boolean> smallest, long[] orders, int n) {
    for (int i = 0; i < n; i++) {
      smallest.offer(orders[i], Boolean.TRUE);
    }
    return smallest.limit();
  }
}
