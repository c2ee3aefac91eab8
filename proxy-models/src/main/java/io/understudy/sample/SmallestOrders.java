package io.understudy.sample;

import java.io.Serializable;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * Keeps what belongs to the k smallest distinct orders it has seen: a bounded, mergeable, uniform
 * sample of contents. The result does not depend on the order of offers or on how they were spread
 * over collectors.
 *
 * @param <T> what is kept of a content
 */
public final class SmallestOrders<T extends Serializable> implements Serializable {
  private static final long serialVersionUID = 1L;

  // Keys have their sign flipped, so that their signed order is the unsigned order.
  private final TreeMap<Long, T> kept = new TreeMap<>();
  private final int capacity;
  private final BinaryOperator<T> either;

  /** Two payloads of one order stand for each other: either may be kept. */
  public SmallestOrders(int capacity) {
    this(capacity, (BinaryOperator<T> & Serializable) (kept, unusedOther) -> kept);
  }

  /**
   * @param capacity how many distinct orders are kept, at least 0
   * @param either makes one of two payloads of one order. Commutative and associative, so that the
   *     result is the same even where payloads of one content differ; serialisable if this is to be
   */
  public SmallestOrders(int capacity, BinaryOperator<T> either) {
    if (capacity < 0) {
      throw new IllegalArgumentException("capacity must not be negative, but is " + capacity);
    }
    this.capacity = capacity;
    this.either = either;
  }

  /**
   * Whether a content of this order would be kept or compared with the one that is; a cheap look
   * before a payload is built.
   */
  public boolean admits(long order) {
    if (kept.size() < capacity) {
      return true;
    }
    return capacity > 0 && flipped(order) <= kept.lastKey();
  }

  /**
   * The largest order, unsigned, that can still be kept: the largest number there is until the
   * capacity is reached.
   */
  public long limit() {
    return kept.size() < capacity || kept.isEmpty() ? -1L : flipped(kept.lastKey());
  }

  /** Forgets contents whose order, unsigned, is above a limit. */
  public void dropAbove(long limit) {
    kept.tailMap(flipped(limit), /* inclusive= */ false).clear();
  }

  /** Takes a content into account. */
  public void offer(long order, T payload) {
    if (!admits(order)) {
      return;
    }
    kept.merge(flipped(order), payload, either);
    if (kept.size() > capacity) {
      kept.pollLastEntry();
    }
  }

  /** Number of contents kept. */
  public int size() {
    return kept.size();
  }

  /** The orders kept, ascending as unsigned numbers. */
  public long[] orders() {
    return kept.keySet().stream().mapToLong(SmallestOrders::flipped).toArray();
  }

  /** The payloads kept, by ascending order. */
  public List<T> payloads() {
    return List.copyOf(kept.values());
  }

  private static long flipped(long order) {
    return order ^ Long.MIN_VALUE;
  }
}
