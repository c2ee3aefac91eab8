package io.understudy.spark.stage.label;

import io.understudy.sample.ContentKey;
import io.understudy.spark.account.RunTally;
import io.understudy.spark.account.Spending;
import io.understudy.spark.store.LabelStore;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Which task attempt is asking about which content. Not thread-safe: the desk's lock guards it. */
final class Leases {
  /**
   * @param holder executor and task attempt
   * @param expiresAt of {@link System#nanoTime}
   */
  record Lease(String run, String holder, long expiresAt, Paying paying) {
    private Window window() {
      return new Window(executor(holder), paying.budget());
    }
  }

  /**
   * Where an answer is kept and counts. A lease has its own, since an answer may come when its run
   * is over and forgotten.
   *
   * @param budget identity of the query whose budget limits the run, empty if nothing limits it
   * @param window most questions that an executor may have open on that budget
   */
  record Paying(LabelStore store, Spending spending, RunTally tally, String budget, int window) {}

  private record Window(String executor, String budget) {}

  /** A content and the question about it. */
  record Item(String question, ContentKey data) {}

  private final Map<Item, Lease> leases = new HashMap<>();
  private final Map<Window, Integer> open = new HashMap<>();

  @Nullable Lease find(Item item) {
    return leases.get(item);
  }

  void put(Item item, Lease lease) {
    Lease before = leases.put(item, lease);
    if (before != null) {
      ended(before);
    }
    open.merge(lease.window(), 1, Integer::sum);
    lease.paying().spending().asked();
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
    removeIf((item, lease) -> executor(lease.holder()).equals(executor));
  }

  /** Questions that tasks of the holder's executor are asking on the same budget. */
  int open(String holder, String budget) {
    return open.getOrDefault(new Window(executor(holder), budget), 0);
  }

  private static String executor(String holder) {
    return holder.substring(0, Math.max(0, holder.indexOf('/')));
  }

  private void removeIf(BiPredicate<Item, Lease> ends) {
    for (Iterator<Map.Entry<Item, Lease>> all = leases.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Item, Lease> one = all.next();
      if (ends.test(one.getKey(), one.getValue())) {
        all.remove();
        ended(one.getValue());
      }
    }
  }

  private void ended(Lease lease) {
    open.computeIfPresent(lease.window(), (window, n) -> n == 1 ? null : n - 1);
    lease.paying().spending().givenBack();
  }
}
