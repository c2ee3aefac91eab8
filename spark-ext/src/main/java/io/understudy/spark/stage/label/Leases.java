package io.understudy.spark.stage.label;

import io.understudy.sample.ContentKey;
import io.understudy.spark.account.Spending;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which task attempt is asking about which content. Not thread-safe: the desk's lock guards it. */
final class Leases {
  /**
   * @param holder executor and task attempt
   * @param expiresAt of {@link System#nanoTime}
   */
  record Lease(String run, String holder, long expiresAt) {
    String executor() {
      return holder.substring(0, Math.max(0, holder.indexOf('/')));
    }
  }

  /** A content and the question about it. */
  record Item(String question, ContentKey data) {}

  private final Map<Item, Lease> leases = new HashMap<>();
  private final Map<String, Integer> byExecutor = new HashMap<>();
  private final Function<String, Spending> spending;

  /**
   * @param spending where a run's open questions count
   */
  Leases(Function<String, Spending> spending) {
    this.spending = spending;
  }

  @Nullable Lease find(Item item) {
    return leases.get(item);
  }

  void put(Item item, Lease lease) {
    Lease before = leases.put(item, lease);
    if (before != null) {
      ended(before);
    }
    byExecutor.merge(lease.executor(), 1, Integer::sum);
    spending.apply(lease.run()).asked();
  }

  void remove(Item item) {
    Lease lease = leases.remove(item);
    if (lease != null) {
      ended(lease);
    }
  }

  /**
   * Ends what a task asks.
   *
   * @param but what it keeps
   */
  void removeHeldBy(String holder, Set<Item> but) {
    removeIf((item, lease) -> lease.holder().equals(holder) && !but.contains(item));
  }

  void removeOf(String executor) {
    removeIf((item, lease) -> lease.executor().equals(executor));
  }

  /** Questions that tasks of the same executor are asking. */
  int besides(String holder) {
    return byExecutor.getOrDefault(new Lease("", holder, 0).executor(), 0);
  }

  private void removeIf(BiPredicate<Item, Lease> ends) {
    for (Iterator<Map.Entry<Item, Lease>> all = leases.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Item, Lease> open = all.next();
      if (ends.test(open.getKey(), open.getValue())) {
        all.remove();
        ended(open.getValue());
      }
    }
  }

  private void ended(Lease lease) {
    byExecutor.merge(lease.executor(), -1, Integer::sum);
    spending.apply(lease.run()).givenBack();
  }
}
