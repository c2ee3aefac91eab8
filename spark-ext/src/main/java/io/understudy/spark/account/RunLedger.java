package io.understudy.spark.account;

import io.understudy.account.RunReport;
import io.understudy.account.RunSummary;
import io.understudy.catalyst.bridge.Seqs;
import io.understudy.projection.PilotReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionEnd;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every run of the application, newest last; prints the summary when a query ends. */
public final class RunLedger {
  private static final Logger LOG = LoggerFactory.getLogger(RunLedger.class);
  private static final int KEPT = 10_000;
  private static final int KEPT_PILOTS = 20;
  private static final long KEPT_BYTES = 64L << 20;

  private static @Nullable RunLedger current;
  private static @Nullable SparkContext currentContext;

  private record Entry(LiveRun run, Progress progress) {}

  private record Kept(long bytes, Supplier<PilotReport> pilot) {}

  private record AtEnd(String queryId, Runnable action) {}

  private final List<Entry> entries = new ArrayList<>();
  private final LinkedHashMap<String, Kept> pilots = new LinkedHashMap<>();
  private final List<AtEnd> atEnd = new ArrayList<>();

  private final Consumer<SparkListenerEvent> bus;

  /**
   * @param bus takes the event of each run that ends
   */
  RunLedger(Consumer<SparkListenerEvent> bus) {
    this.bus = bus;
  }

  /** The ledger of a running application. */
  public static synchronized RunLedger of(SparkContext context) {
    RunLedger ledger = current;
    if (ledger == null || currentContext != context) {
      RunLedger opened = new RunLedger(event -> context.listenerBus().post(event));
      context.addSparkListener(new QueryEnds(opened));
      current = opened;
      currentContext = context;
      ledger = opened;
    }
    return ledger;
  }

  /** The ledger of the application that is running, if anything has run in it. */
  public static synchronized Optional<RunLedger> existing() {
    boolean over = currentContext == null || currentContext.isStopped();
    return over ? Optional.empty() : Optional.ofNullable(current);
  }

  /** Keeps a run that has begun. */
  public synchronized void begin(LiveRun run, Progress progress) {
    if (entries.size() == KEPT) {
      entries.remove(0);
    }
    entries.add(new Entry(run, progress));
  }

  /**
   * Keeps what the first labels of a call say, in place of what earlier ones of the same said. The
   * oldest are dropped beyond 20 calls or 64 MB; more than that at once is not kept.
   *
   * @param call the question and the run as it is set
   * @param bytes that it holds
   * @param pilot worked out when it is first asked for
   */
  public synchronized void keep(String call, long bytes, Supplier<PilotReport> pilot) {
    pilots.remove(call);
    if (bytes > KEPT_BYTES) {
      return;
    }
    pilots.put(call, new Kept(bytes, new Once<>(pilot)));
    while (pilots.size() > KEPT_PILOTS || keptBytes() > KEPT_BYTES) {
      pilots.remove(pilots.keySet().iterator().next());
    }
  }

  private long keptBytes() {
    return pilots.values().stream().mapToLong(Kept::bytes).sum();
  }

  /** What the first labels of the latest different calls say, newest last. */
  public List<PilotReport> pilots() {
    List<Kept> kept;
    synchronized (this) {
      kept = List.copyOf(pilots.values());
    }
    return kept.stream().map(each -> each.pilot().get()).toList();
  }

  /** Does something when a query has ended; at once where Spark knows of no query. */
  public void atEndOf(String queryId, Runnable action) {
    if (queryId.isEmpty()) {
      action.run();
      return;
    }
    synchronized (this) {
      atEnd.add(new AtEnd(queryId, action));
    }
  }

  /**
   * Drops runs that have ended.
   *
   * @return which of them stay, since they have not
   */
  public synchronized Set<String> forget(Set<String> runs) {
    entries.removeIf(entry -> runs.contains(entry.run().runId()) && entry.run().ended());
    return entries.stream()
        .map(entry -> entry.run().runId())
        .filter(runs::contains)
        .collect(Collectors.toSet());
  }

  /** Every run as it stands now. */
  public synchronized List<RunReport> reports() {
    return entries.stream().map(entry -> entry.run().report()).toList();
  }

  /**
   * @param error what Spark says about a failed query; blank for one that succeeded
   */
  private void queryEnded(String queryId, String error) {
    List<Entry> ended;
    List<AtEnd> actions;
    synchronized (this) {
      actions = atEnd.stream().filter(a -> a.queryId().equals(queryId)).toList();
      atEnd.removeAll(actions);
      if (!error.isBlank()) {
        entries.stream()
            .filter(e -> e.run().queryId().equals(queryId))
            .forEach(e -> e.run().failed(FailureText.of(error)));
      }
      ended =
          entries.stream().filter(e -> e.run().queryId().equals(queryId) && e.run().end()).toList();
    }
    actions.forEach(a -> a.action().run());
    for (Entry entry : ended) {
      RunSummary summary = entry.run().summary();
      RunReport report = summary.run();
      bus.accept(RunEnded.of(summary));
      entry.progress().say(summary.text());
      entry.run().keep();
      if (report.rowsFailed() > 0) {
        LOG.warn(
            "{} rows of {} got no usable answer and are NULL; a WHERE clause drops them. Most"
                + " frequent problems: {}. Set max_error_ratio to fail instead.",
            report.rowsFailed(),
            report.function(),
            entry.run().problems());
      }
    }
  }

  private void applicationEnded() {
    Set<RunKeeper> keepers;
    synchronized (this) {
      keepers = entries.stream().map(entry -> entry.run().keeper()).collect(Collectors.toSet());
    }
    keepers.forEach(RunKeeper::finish);
  }

  private static final class QueryEnds extends SparkListener {
    private final RunLedger ledger;

    QueryEnds(RunLedger ledger) {
      this.ledger = ledger;
    }

    @Override
    public void onApplicationEnd(SparkListenerApplicationEnd end) {
      ledger.applicationEnded();
    }

    @Override
    public void onOtherEvent(SparkListenerEvent event) {
      if (event instanceof SparkListenerSQLExecutionEnd end) {
        ledger.queryEnded(
            Long.toString(end.executionId()), Seqs.optional(end.errorMessage()).orElse(""));
      }
    }
  }
}
