package io.understudy.spark.stage.label;

import io.understudy.spark.account.QueryId;
import io.understudy.spark.account.RunId;
import io.understudy.spark.account.RunTally;
import io.understudy.spark.account.SpendAccount;
import io.understudy.spark.account.Spending;
import io.understudy.spark.account.Spending.Limit;
import io.understudy.spark.stage.label.Leases.Paying;
import io.understudy.spark.store.LabelStore;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The runs that the desk serves: under which terms each of them asks, what it has counted, and who
 * hears of that. Thread-safe.
 */
final class DeskRuns {
  private final LabelStore unnamed;
  private final Map<String, RunTerms> terms = new ConcurrentHashMap<>();
  private final Map<String, SpendAccount> accounts = new ConcurrentHashMap<>();
  private final Map<String, RunTally> tallies = new ConcurrentHashMap<>();
  private final Map<String, Watched> watches = new ConcurrentHashMap<>();

  /**
   * @param unnamed keeps the answers of runs for which {@link #begin} named no store
   */
  DeskRuns(LabelStore unnamed) {
    this.unnamed = unnamed;
  }

  void begin(String run, RunTerms agreed) {
    terms.put(run, agreed);
  }

  RunTally tally(String run) {
    return tallies.computeIfAbsent(run, r -> new RunTally());
  }

  LabelStore store(String run) {
    RunTerms agreed = agreed(run);
    return agreed == null ? unnamed : agreed.store();
  }

  Spending spending(String run) {
    RunTerms agreed = agreed(run);
    return agreed == null
        ? Spending.FREE
        : new Spending(
            agreed.prices(),
            List.of(
                new Limit(agreed.perQuery(), account(ofQuery(query(run, agreed)))),
                new Limit(agreed.perSession(), account("session " + agreed.session()))));
  }

  /** What a question that the run asks now is paid under. */
  Paying paying(String run) {
    RunTerms agreed = agreed(run);
    Spending spending = spending(run);
    return agreed == null || !spending.limited()
        ? new Paying(store(run), spending, tally(run), "", Integer.MAX_VALUE)
        : new Paying(store(run), spending, tally(run), query(run, agreed), agreed.window());
  }

  private @Nullable RunTerms agreed(String run) {
    return terms.get(RunId.preparedBy(run));
  }

  private static String query(String run, RunTerms agreed) {
    return RunId.laterQuery(run).orElse(agreed.query());
  }

  private static String ofQuery(String query) {
    return "query " + query;
  }

  private SpendAccount account(String owner) {
    return accounts.computeIfAbsent(owner, o -> new SpendAccount());
  }

  /** Forgets a run and the later ones that use its stage. */
  synchronized void forget(String run) {
    Set<String> queries = new HashSet<>();
    RunTerms agreed = terms.remove(run);
    if (agreed != null) {
      queries.add(agreed.query());
    }
    watches.remove(run);
    for (String known : tallies.keySet()) {
      if (RunId.preparedBy(known).equals(run)) {
        tallies.remove(known);
        RunId.laterQuery(known).ifPresent(queries::add);
      }
    }
    // Other stages of a query may be at work yet.
    terms.values().forEach(other -> queries.remove(other.query()));
    tallies.keySet().forEach(other -> RunId.laterQuery(other).ifPresent(queries::remove));
    queries.forEach(query -> accounts.remove(ofQuery(query)));
  }

  /** Hears of the counts of a run and of the later ones that use its stage. */
  void watch(String run, RunWatch watch) {
    watches.put(run, new Watched(watch));
  }

  /**
   * There is news of a run.
   *
   * @param last whether a task is at its end
   */
  void tell(String run, QueryId query, boolean last) {
    Watched watched = watches.get(RunId.preparedBy(run));
    if (watched != null) {
      watched.tell(run, query, last);
    }
  }

  /**
   * Each word of a watch is an event in the log, and hundreds of tasks have news every second: what
   * they say while they run is told once in a while for all of them, what they end with always.
   */
  private static final class Watched {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RunWatch watch;
    private long lastTold = System.nanoTime() - INTERVAL_NANOS;

    Watched(RunWatch watch) {
      this.watch = watch;
    }

    synchronized void tell(String run, QueryId query, boolean last) {
      long now = System.nanoTime();
      if (last || now - lastTold >= INTERVAL_NANOS) {
        lastTold = now;
        watch.counted(run, query);
      }
    }
  }
}
