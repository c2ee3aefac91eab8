package io.understudy.spark.account;

import io.understudy.account.Prices;
import io.understudy.account.RunReport;
import io.understudy.account.Savings;
import io.understudy.account.Usage;
import io.understudy.catalyst.plan.StageCall;
import io.understudy.judge.Certificate;
import io.understudy.judge.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One AI call being executed. A report can be drawn up at any time; counts of rows grow while the
 * tasks run.
 */
public final class LiveRun {
  private final String runId = UUID.randomUUID().toString();
  private final Instant startedAt = Instant.now();
  private final long startedNanos = System.nanoTime();
  private final String queryId;
  private final StageCall call;
  private final String endpoint;
  private final Prices prices;
  private final RunTally tally;
  private final Map<Step, Double> seconds = new EnumMap<>(Step.class);
  private long preparedNanos = startedNanos;
  private long distinct;
  private long forecast;
  private @Nullable Decision decision;
  private @Nullable Double endedAfter;
  private @Nullable RunReport ended;

  /**
   * @param queryId Spark's execution id of the query
   * @param tally makes the driver's count of a run
   */
  public LiveRun(
      String queryId,
      StageCall call,
      String endpoint,
      Prices prices,
      java.util.function.Function<String, RunTally> tally) {
    this.queryId = queryId;
    this.call = call;
    this.endpoint = endpoint;
    this.prices = prices;
    this.tally = tally.apply(runId);
  }

  public String runId() {
    return runId;
  }

  public String queryId() {
    return queryId;
  }

  /** Runs a step and keeps its time. */
  public <T> T timed(Step step, Supplier<T> work) {
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      double spent = (System.nanoTime() - start) / 1e9;
      synchronized (this) {
        seconds.merge(step, spent, Double::sum);
      }
    }
  }

  /** How many different questions an LLM on every row would need. */
  public synchronized void distinct(long contents) {
    distinct = contents;
  }

  /** Keeps how many calls are still to come by the estimate made after judging. */
  public synchronized void forecast(long calls) {
    forecast = calls;
  }

  /** Calls that were still to come after judging: an estimate. */
  public synchronized long forecast() {
    return forecast;
  }

  /** What was decided; the rows are answered from here on. */
  public synchronized void decided(Decision made) {
    decision = made;
    preparedNanos = System.nanoTime();
  }

  /** The query is over. Returns whether this was news. */
  public synchronized boolean end() {
    if (endedAfter != null) {
      return false;
    }
    long now = System.nanoTime();
    endedAfter = Duration.ofNanos(now - startedNanos).toNanos() / 1e9;
    seconds.put(Step.INFER, (now - preparedNanos) / 1e9);
    ended = report();
    return true;
  }

  /** The decision, once there is one. */
  public synchronized @Nullable Decision decision() {
    return decision;
  }

  /** The run as it stands now, or as it stood when the query ended. */
  public synchronized RunReport report() {
    if (ended != null) {
      return ended;
    }
    Usage usage = tally.usage();
    Savings savings = Savings.of(distinct, usage, prices);
    RowCounts rows = tally.rows();
    Certificate certificate = certificate();
    return new RunReport(
        runId,
        queryId,
        call.call().function().sqlName(),
        call.prompt().instruction(),
        endpoint,
        decision == null ? "" : decision.name(),
        reason(),
        rows.all(),
        rows.proxy(),
        rows.llm(),
        rows.label(),
        rows.nulls(),
        rows.failed(),
        usage.calls(),
        usage.tokensIn(),
        usage.tokensOut(),
        savings.calls(),
        savings.tokens(),
        prices.cost(usage),
        savings.cost(),
        certificate == null ? null : certificate.agreementAlone(),
        certificate == null ? null : certificate.agreementLower(),
        seconds(Step.SAMPLE),
        seconds(Step.LABEL),
        seconds(Step.TRAIN),
        seconds(Step.JUDGE),
        seconds(Step.INFER),
        endedAfter == null ? (System.nanoTime() - startedNanos) / 1e9 : endedAfter,
        startedAt);
  }

  private double seconds(Step step) {
    return seconds.getOrDefault(step, 0.0);
  }

  private String reason() {
    if (decision instanceof Decision.UseLlm llm) {
      return llm.reason().sentence();
    }
    return decision instanceof Decision.Refuse refuse ? refuse.reason().sentence() : "";
  }

  private @Nullable Certificate certificate() {
    if (decision instanceof Decision.UseProxy proxy) {
      return proxy.certificate();
    }
    return decision instanceof Decision.Cascade cascade ? cascade.certificate() : null;
  }
}
