package io.understudy.spark.stage.label;

import io.understudy.call.Answer;
import io.understudy.sample.ContentKey;
import io.understudy.spark.account.QueryId;
import io.understudy.spark.account.RunId;
import io.understudy.spark.account.RunTally;
import io.understudy.spark.bridge.DriverChannel;
import io.understudy.spark.bridge.Wire;
import io.understudy.spark.store.LabelStore;
import io.understudy.spark.store.SessionLabels;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.jspecify.annotations.Nullable;

/**
 * The driver's desk for labels: hands out who may ask the LLM about which content, and keeps every
 * answer before anybody uses it.
 *
 * <p>Because every executor asks here first, a content is paid for once in the whole application,
 * under task retry, speculation and repetition alike.
 */
public final class LabelDesk {
  /**
   * Longer than any task: a claim ends when it is settled, when its task ends or when its executor
   * is lost.
   */
  private static final Duration LEASE = Duration.ofDays(7);

  static final String CHANNEL = "understudy-labels";

  private static @Nullable LabelDesk current;
  private static @Nullable SparkContext currentContext;

  private record Lease(String run, String holder, long expiresAt) {}

  private record Item(String question, ContentKey key) {}

  private final LabelStore store;
  private final Map<Item, Lease> leases = new HashMap<>();
  private final Map<String, RunTally> tallies = new ConcurrentHashMap<>();
  private final Map<String, Long> callLimits = new ConcurrentHashMap<>();
  private final Map<String, RunWatch> watches = new ConcurrentHashMap<>();
  private final Duration leaseTime;

  LabelDesk(LabelStore store, Duration leaseTime) {
    this.store = store;
    this.leaseTime = leaseTime;
  }

  /** The desk of a running application; opened on first use. */
  public static synchronized LabelDesk of(SparkContext context) {
    LabelDesk desk = current;
    if (desk == null || currentContext != context) {
      LabelDesk opened = new LabelDesk(new SessionLabels(), LEASE);
      DriverChannel.serve(CHANNEL, opened::handle);
      context.addSparkListener(new LostExecutors(opened));
      current = opened;
      currentContext = context;
      desk = opened;
    }
    return desk;
  }

  /** What a run has asked so far. */
  public RunTally tally(String run) {
    return tallies.computeIfAbsent(run, r -> new RunTally());
  }

  /** Every paid answer to a question. */
  public Map<ContentKey, Answer> known(String question) {
    return store.all(question);
  }

  /**
   * Bounds the questions that a run may ask from now on, and those of each later run that uses its
   * stage.
   */
  public void limitCalls(String run, long calls) {
    callLimits.put(run, calls);
  }

  /** Hears of the counts of a run that prepared a stage, and of later ones that use the stage. */
  public void watch(String run, RunWatch watch) {
    watches.put(run, watch);
  }

  private void tell(String run, QueryId query) {
    RunWatch watch = watches.get(RunId.preparedBy(run));
    if (watch != null) {
      watch.counted(run, query);
    }
  }

  private @Nullable Long callLimit(String run) {
    return callLimits.get(RunId.preparedBy(run));
  }

  byte[] handle(byte[] message) {
    DeskRequest request = Wire.read(message, DeskRequest.class);
    if (request instanceof DeskRequest.Claim claim) {
      return Wire.write((Serializable) claim(claim));
    }
    if (request instanceof DeskRequest.Settle settle) {
      settle(settle);
    } else if (request instanceof DeskRequest.Release release) {
      release(release);
    } else if (request instanceof DeskRequest.Rows rows) {
      tally(rows.run()).rows(rows.partition(), rows.counts());
      tell(rows.run(), rows.query());
    } else if (request instanceof DeskRequest.Embedded embedded) {
      tally(embedded.run()).embedded(embedded.partition(), embedded.rows());
      tell(embedded.run(), embedded.query());
    } else if (request instanceof DeskRequest.Problems run) {
      return Wire.write(tally(run.caller().run()).problems());
    } else if (request instanceof DeskRequest.RowsFailed rows) {
      return Wire.write(tally(rows.caller().run()).rowsFailed(rows.partition(), rows.rows()));
    }
    return new byte[0];
  }

  synchronized ArrayList<ClaimState> claim(DeskRequest.Claim claim) {
    ArrayList<ClaimState> states = new ArrayList<>(claim.keys().size());
    DeskRequest.Caller caller = claim.caller();
    long free = mayStillAsk(caller.run());
    for (ContentKey key : claim.keys()) {
      Lease lease = leases.get(new Item(caller.question(), key));
      boolean counted = lease != null && lease.run().equals(caller.run());
      ClaimState state = claimOne(caller, key, counted || free > 0);
      free -= state instanceof ClaimState.Granted && !counted ? 1 : 0;
      states.add(state);
    }
    return states;
  }

  /** What is being asked counts, too: a claim may be for thousands of contents. */
  private long mayStillAsk(String run) {
    Long limit = callLimit(run);
    return limit == null
        ? Long.MAX_VALUE
        : limit
            - tally(run).asked()
            - leases.values().stream().filter(lease -> lease.run().equals(run)).count();
  }

  private ClaimState claimOne(DeskRequest.Caller caller, ContentKey key, boolean affordable) {
    Answer known = store.find(caller.question(), key).orElse(null);
    if (known != null) {
      return new ClaimState.Known(known, tally(caller.run()).paidHere(key));
    }
    RunTally tally = tally(caller.run());
    String failure = tally.failureOf(key);
    if (!failure.isEmpty()) {
      return new ClaimState.Failed(failure);
    }
    Item item = new Item(caller.question(), key);
    Lease lease = leases.get(item);
    long now = System.nanoTime();
    if (lease != null && lease.expiresAt() - now > 0 && !lease.holder().equals(caller.holder())) {
      return new ClaimState.Busy();
    }
    if (!affordable) {
      return new ClaimState.OverBudget(String.valueOf(callLimit(caller.run())));
    }
    leases.put(item, new Lease(caller.run(), caller.holder(), now + leaseTime.toNanos()));
    return new ClaimState.Granted();
  }

  synchronized void settle(DeskRequest.Settle settle) {
    RunTally tally = tally(settle.caller().run());
    Answer answer = settle.answer();
    if (answer != null) {
      store.put(settle.caller().question(), settle.key(), answer);
      tally.answered(settle.key(), settle.usage());
    } else {
      tally.failed(settle.key(), settle.problem(), settle.usage());
    }
    leases.remove(new Item(settle.caller().question(), settle.key()));
  }

  private synchronized void release(DeskRequest.Release release) {
    leases.values().removeIf(lease -> lease.holder().equals(release.caller().holder()));
  }

  /** What a lost executor claimed may be asked by others. */
  private synchronized void releaseExecutor(String executor) {
    leases.values().removeIf(lease -> lease.holder().startsWith(executor + "/"));
  }

  private static final class LostExecutors extends SparkListener {
    private final LabelDesk desk;

    LostExecutors(LabelDesk desk) {
      this.desk = desk;
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
      desk.releaseExecutor(removed.executorId());
    }
  }
}
