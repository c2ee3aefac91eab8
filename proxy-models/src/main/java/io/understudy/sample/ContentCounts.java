package io.understudy.sample;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * How often each content occurs: distinct orders, ascending as unsigned numbers, with their counts.
 * Twelve bytes per content. A content is identified by its 64-bit order; among ten million contents
 * two share one with a probability of three in a million, and then count as one.
 */
public final class ContentCounts implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final ContentCounts EMPTY = new ContentCounts(new long[0], new int[0], 0);

  private final long[] orders;
  private final int[] counts;
  private final long rows;

  private ContentCounts(long[] orders, int[] counts, long rows) {
    this.orders = orders;
    this.counts = counts;
    this.rows = rows;
  }

  /** Counts the first {@code n} of the given orders, one per row; the array is left as it was. */
  public static ContentCounts of(long[] rowOrders, int n) {
    if (n == 0) {
      return EMPTY;
    }
    long[] sorted = Arrays.copyOf(rowOrders, n);
    flipSigns(sorted);
    Arrays.sort(sorted);
    flipSigns(sorted);
    int[] counts = new int[n];
    int distinct = 0;
    for (int i = 0; i < n; i++) {
      if (i > 0 && sorted[i] == sorted[distinct - 1]) {
        counts[distinct - 1]++;
      } else {
        sorted[distinct] = sorted[i];
        counts[distinct] = 1;
        distinct++;
      }
    }
    return trimmed(sorted, counts, distinct, n);
  }

  /** The counts of all parts together; the same whatever the order of the parts. */
  public static ContentCounts merge(List<ContentCounts> parts) {
    List<ContentCounts> round = parts;
    while (round.size() > 1) {
      List<ContentCounts> next = new ArrayList<>((round.size() + 1) / 2);
      for (int i = 0; i < round.size(); i += 2) {
        next.add(i + 1 < round.size() ? round.get(i).plus(round.get(i + 1)) : round.get(i));
      }
      round = next;
    }
    return round.isEmpty() ? EMPTY : round.get(0);
  }

  /** Rows counted. */
  public long rows() {
    return rows;
  }

  /** Number of distinct contents. */
  public int distinct() {
    return orders.length;
  }

  /** The order of the i-th content, 0 being the smallest. */
  public long order(int i) {
    return orders[i];
  }

  /** Rows that carry the i-th content; {@link Integer#MAX_VALUE} means "at least that many". */
  public int count(int i) {
    return counts[i];
  }

  /** Rows that carry the content of this order; 0 if there is none. */
  public int countOf(long order) {
    int at = lowerBound(order);
    return at < orders.length && orders[at] == order ? counts[at] : 0;
  }

  /**
   * The contents whose order lies in one of {@code buckets} equal ranges of the unsigned 64-bit
   * numbers. All buckets together are the whole, without overlap.
   *
   * @param bucket from 0 to {@code buckets - 1}
   */
  public ContentCounts slice(int bucket, int buckets) {
    int from = lowerBound(Buckets.first(bucket, buckets));
    int to = bucket == buckets - 1 ? orders.length : lowerBound(Buckets.first(bucket + 1, buckets));
    int[] slice = Arrays.copyOfRange(counts, from, to);
    long sum = 0;
    for (int count : slice) {
      sum += count;
    }
    return new ContentCounts(Arrays.copyOfRange(orders, from, to), slice, sum);
  }

  /** The contents with the largest counts, heaviest first, ties by order; at most {@code k}. */
  public List<ContentCount> heaviest(int k) {
    Comparator<ContentCount> heavierFirst =
        Comparator.comparingInt(ContentCount::count)
            .reversed()
            .thenComparing(ContentCount::order, Long::compareUnsigned);
    PriorityQueue<ContentCount> kept = new PriorityQueue<>(heavierFirst.reversed());
    for (int i = 0; i < orders.length; i++) {
      ContentCount lightest = kept.peek();
      if (kept.size() >= k && (lightest == null || counts[i] <= lightest.count())) {
        continue;
      }
      kept.add(new ContentCount(orders[i], counts[i]));
      if (kept.size() > k) {
        kept.remove();
      }
    }
    return kept.stream().sorted(heavierFirst).toList();
  }

  private ContentCounts plus(ContentCounts other) {
    int capacity = Math.addExact(orders.length, other.orders.length);
    long[] mergedOrders = new long[capacity];
    int[] mergedCounts = new int[capacity];
    int left = 0;
    int right = 0;
    int size = 0;
    while (left < orders.length || right < other.orders.length) {
      int side;
      if (left == orders.length) {
        side = 1;
      } else if (right == other.orders.length) {
        side = -1;
      } else {
        side = Long.compareUnsigned(orders[left], other.orders[right]);
      }
      mergedOrders[size] = side <= 0 ? orders[left] : other.orders[right];
      long count = (side <= 0 ? counts[left++] : 0L) + (side >= 0 ? other.counts[right++] : 0L);
      mergedCounts[size++] = (int) Math.min(count, Integer.MAX_VALUE);
    }
    return trimmed(mergedOrders, mergedCounts, size, rows + other.rows);
  }

  private int lowerBound(long order) {
    int low = 0;
    int high = orders.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(orders[middle], order) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static ContentCounts trimmed(long[] orders, int[] counts, int size, long rows) {
    return size == orders.length
        ? new ContentCounts(orders, counts, rows)
        : new ContentCounts(Arrays.copyOf(orders, size), Arrays.copyOf(counts, size), rows);
  }

  private static void flipSigns(long[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] ^= Long.MIN_VALUE;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ContentCounts that
        && rows == that.rows
        && Arrays.equals(orders, that.orders)
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(orders) + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return "ContentCounts(rows=" + rows + ", distinct=" + orders.length + ")";
  }
}
