package io.understudy.spark.stage.label;

import io.understudy.account.Usage;
import io.understudy.call.Answer;
import io.understudy.llm.LabelClients;
import io.understudy.sample.ContentKey;
import io.understudy.spark.account.Overrun;
import io.understudy.spark.account.RunTally;
import io.understudy.spark.account.Spending;
import io.understudy.spark.bridge.DriverChannel;
import io.understudy.spark.bridge.Wire;
import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.stage.label.Leases.Item;
import io.understudy.spark.stage.label.Leases.Lease;
import io.understudy.spark.stage.label.Leases.Paying;
import io.understudy.spark.stage.sample.SampledRow;
import io.understudy.spark.store.LabelStore;
import io.understudy.spark.store.PaidLabel;
import io.understudy.spark.store.SessionLabels;
import java.io.Serializable;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
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
  private static final Cleaner STAGES = Cleaner.create();
  private static final byte[] NOTHING = new byte[0];

  private static @Nullable LabelDesk current;
  private static @Nullable SparkContext currentContext;

  private final DeskRuns runs;
  private final Leases leases = new Leases();

  /** Tasks that have ended, as they say, and still have answers to come. */
  private final Set<String> released = new HashSet<>();

  private final ClusterBudgets budgets = new ClusterBudgets(System::nanoTime);
  private final BatchDesk batches = new BatchDesk(this);
  private final Duration leaseTime;

  /**
   * @param unnamed keeps the answers of runs for which {@link #begin} named no store
   */
  LabelDesk(LabelStore unnamed, Duration leaseTime) {
    this.runs = new DeskRuns(unnamed);
    this.leaseTime = leaseTime;
  }

  /** The desk of a running application; opened on first use. */
  public static synchronized LabelDesk of(SparkContext context) {
    LabelDesk desk = current;
    if (desk == null || currentContext != context) {
      LabelDesk opened = new LabelDesk(new SessionLabels(Long.MAX_VALUE), LEASE);
      DriverChannel.serve(CHANNEL, opened::handle);
      DriverChannel.serve(BatchDesk.CHANNEL, opened.batches::handle);
      context.addSparkListener(new LostExecutors(opened));
      current = opened;
      currentContext = context;
      desk = opened;
    }
    return desk;
  }

  /**
   * Whether this JVM's application has ended. In local mode Spark goes on with tasks, and may start
   * some, when the clients are closed; an executor of its own has no desk, and ends with its
   * driver.
   */
  static synchronized boolean applicationEnded() {
    return currentContext != null && currentContext.isStopped();
  }

  /** What a run has asked so far. */
  public RunTally tally(String run) {
    return runs.tally(run);
  }

  /** A run is going to ask, and each later run that uses its stage. */
  public void begin(String run, RunTerms agreed) {
    runs.begin(run, agreed);
  }

  /**
   * Forgets a run, and the later ones that use its stage, when nothing can use the stage any more.
   * What is still under way then is kept and counted under the run's terms all the same.
   *
   * @param stage what can start tasks of the run only while it is reachable
   */
  public void forgetWith(Object stage, String run) {
    STAGES.register(stage, () -> forget(run));
  }

  void forget(String run) {
    runs.forget(run);
  }

  /** The batches that this application follows. */
  BatchDesk batches() {
    return batches;
  }

  LabelStore store(String run) {
    return runs.store(run);
  }

  /** Where a run's spending counts, and what limits it. */
  public Spending spending(String run) {
    return runs.spending(run);
  }

  /** Every paid answer to a run's question. */
  public Map<ContentKey, Answer> known(AskPlan plan) {
    return runs.store(plan.run()).all(plan.questionId());
  }

  /** How many of these rows' contents nobody has paid for yet. */
  public long unpaid(AskPlan plan, List<SampledRow> rows) {
    LabelStore store = runs.store(plan.run());
    return rows.stream().filter(row -> store.find(plan.questionId(), row.key()).isEmpty()).count();
  }

  /** Hears of the counts of a run that prepared a stage, and of later ones that use the stage. */
  public void watch(String run, RunWatch watch) {
    runs.watch(run, watch);
  }

  /**
   * @param reply takes the reply; for a settled answer that is when the answer is kept for good
   */
  void handle(byte[] message, Consumer<byte[]> reply) {
    DeskRequest request = Wire.read(message, DeskRequest.class);
    if (request instanceof DeskRequest.SettleAll all) {
      settleAll(all.settled(), reply);
    } else {
      reply.accept(answer(request));
    }
  }

  private byte[] answer(DeskRequest request) {
    if (request instanceof DeskRequest.Claim claim) {
      return Wire.write((Serializable) claim(claim));
    }
    if (request instanceof DeskRequest.Release release) {
      release(release);
    } else if (request instanceof DeskRequest.Spent spent) {
      spent(spent.caller(), spent.usage());
    } else if (request instanceof DeskRequest.Rows rows) {
      tally(rows.run()).rows(rows.partition(), rows.counts());
      runs.tell(rows.run(), rows.query(), rows.last());
    } else if (request instanceof DeskRequest.Labelled labelled) {
      labelled.keys().forEach(key -> reused(labelled.run(), labelled.question(), key));
    } else if (request instanceof DeskRequest.Embedded embedded) {
      tally(embedded.run()).embedded(embedded.partition(), embedded.rows());
      runs.tell(embedded.run(), embedded.query(), embedded.last());
    } else if (request instanceof DeskRequest.Lease wish) {
      return Wire.write(budgets.lease(wish));
    } else if (request instanceof DeskRequest.Problems run) {
      return Wire.write(tally(run.caller().run()).problems());
    } else if (request instanceof DeskRequest.RowsFailed rows) {
      return Wire.write(tally(rows.caller().run()).rowsFailed(rows.partition(), rows.rows()));
    }
    return NOTHING;
  }

  synchronized ArrayList<ClaimState> claim(DeskRequest.Claim claim) {
    ArrayList<ClaimState> states = new ArrayList<>(claim.keys().size());
    claim.keys().forEach(key -> states.add(claimOne(claim.caller(), key)));
    return states;
  }

  private ClaimState known(DeskRequest.Caller caller, ContentKey key, Answer answer) {
    return new ClaimState.Known(answer, !reused(caller.run(), caller.question(), key));
  }

  /** The terms under which the question was granted, whatever has been forgotten since. */
  private synchronized Paying paying(DeskRequest.Caller caller, ContentKey key) {
    Lease lease = leases.find(new Item(caller.question(), key));
    return lease != null && lease.holder().equals(caller.holder())
        ? lease.paying()
        : runs.paying(caller.run());
  }

  /** Whether an earlier run paid for the answer that a run uses; counts it if so. */
  private boolean reused(String run, String question, ContentKey key) {
    RunTally tally = tally(run);
    boolean earlier = !tally.paidHere(key);
    if (earlier) {
      runs.store(run).cost(question, key).ifPresent(cost -> tally.reused(key, cost));
    }
    return earlier;
  }

  private ClaimState claimOne(DeskRequest.Caller caller, ContentKey key) {
    LabelStore store = runs.store(caller.run());
    Answer known = store.find(caller.question(), key).orElse(null);
    if (known != null) {
      return known(caller, key, known);
    }
    RunTally tally = tally(caller.run());
    String failure = tally.failureOf(key);
    if (!failure.isEmpty()) {
      return new ClaimState.Failed(failure);
    }
    Item item = new Item(caller.question(), key);
    Lease lease = leases.find(item);
    long now = System.nanoTime();
    if (lease != null && lease.expiresAt() - now > 0 && !lease.holder().equals(caller.holder())) {
      return new ClaimState.Busy();
    }
    boolean counted = lease != null && lease.run().equals(caller.run());
    Paying paying = runs.paying(caller.run());
    ClaimState unaffordable = counted ? null : unaffordable(caller, paying);
    if (unaffordable != null) {
      return unaffordable;
    }
    try {
      store.beforePaying();
    } catch (UnderstudyException e) {
      return new ClaimState.Refused(e);
    }
    Answer written = store.find(caller.question(), key).orElse(null);
    if (written != null) {
      // It was paid for earlier, but could be kept only now.
      return known(caller, key, written);
    }
    leases.put(item, new Lease(caller.run(), caller.holder(), now + leaseTime.toNanos(), paying));
    return new ClaimState.Granted();
  }

  /**
   * Claims what the endpoint is working on already, whatever a budget says; also from who submitted
   * it and could not follow it to its end.
   */
  synchronized void underWay(DeskRequest.Caller caller, List<ContentKey> keys) {
    Paying paying = runs.paying(caller.run());
    long until = System.nanoTime() + leaseTime.toNanos();
    for (ContentKey key : keys) {
      Item item = new Item(caller.question(), key);
      Lease before = leases.find(item);
      if ((before == null || BatchDesk.asks(before.holder()))
          && paying.store().find(caller.question(), key).isEmpty()) {
        leases.put(item, new Lease(caller.run(), caller.holder(), until, paying));
      }
    }
  }

  /**
   * What is open counts, too: a claim may be for thousands of contents. Near the limit a question
   * waits until it is known what the open ones have cost.
   */
  private @Nullable ClaimState unaffordable(DeskRequest.Caller caller, Paying paying) {
    Spending spending = paying.spending();
    if (!spending.limited()) {
      return null;
    }
    Overrun over = spending.oneMore().orElse(null);
    if (over != null) {
      return new ClaimState.OverBudget(over);
    }
    boolean waits =
        // All rows of a batch are open at the same time.
        !BatchDesk.asks(caller.holder())
            && leases.open(caller.holder(), paying.budget()) >= paying.window();
    return waits || spending.mayBeTooMuch() ? new ClaimState.Busy() : null;
  }

  private void settleAll(List<DeskRequest.Settle> all, Consumer<byte[]> reply) {
    AtomicReferenceArray<@Nullable UnderstudyException> problems =
        new AtomicReferenceArray<>(all.size());
    AtomicInteger open = new AtomicInteger(all.size());
    for (int i = 0; i < all.size(); i++) {
      int index = i;
      settle(
          all.get(i),
          problem -> {
            problem.ifPresent(p -> problems.set(index, p));
            if (open.decrementAndGet() == 0) {
              ArrayList<@Nullable UnderstudyException> list = new ArrayList<>(all.size());
              IntStream.range(0, all.size()).forEach(j -> list.add(problems.get(j)));
              reply.accept(Wire.write(list));
            }
          });
    }
  }

  /**
   * @param kept told when the answer is kept for good, or why it could not be
   */
  void settle(DeskRequest.Settle settle, LabelStore.Kept kept) {
    DeskRequest.Caller caller = settle.caller();
    Paying paying = paying(caller, settle.key());
    Answer answer = settle.answer();
    if (answer == null) {
      paying.tally().failed(settle.key(), settle.problem(), settle.usage());
      settled(settle, paying);
      kept.done(Optional.empty());
      return;
    }
    PaidLabel label =
        new PaidLabel(
            caller.question(),
            settle.key(),
            answer,
            settle.usage(),
            caller.run(),
            Instant.now().truncatedTo(ChronoUnit.MICROS));
    paying
        .store()
        .keep(
            label,
            problem -> {
              paying.tally().answered(settle.key(), settle.usage());
              settled(settle, paying);
              kept.done(problem);
            });
  }

  /** Others may not claim the content before its answer is known, or known to be lost. */
  private synchronized void settled(DeskRequest.Settle settle, Paying paying) {
    paying.spending().settled(settle.usage());
    leases.remove(new Item(settle.caller().question(), settle.key()));
  }

  /** What questions cost that ended without an answer or a failure of their own. */
  synchronized void spent(DeskRequest.Caller caller, Usage usage) {
    tally(caller.run()).spent(usage);
    spending(caller.run()).settled(usage);
  }

  synchronized void release(DeskRequest.Release release) {
    if (release.underWay().isEmpty()) {
      released.remove(release.caller().holder());
    } else {
      released.add(release.caller().holder());
    }
    leases.removeHeldBy(
        release.caller().holder(),
        release.underWay().stream()
            .map(data -> new Leases.Item(release.caller().question(), data))
            .collect(Collectors.toSet()));
  }

  /** A task has ended: its word that it gives back what it claimed may have been lost. */
  synchronized void taskEnded(String holder) {
    if (!released.remove(holder)) {
      leases.removeHeldBy(holder, Set.of());
    }
  }

  /** What a lost executor claimed may be asked by others. */
  private synchronized void releaseExecutor(String executor) {
    leases.removeOf(executor);
  }

  /** Who asked may be gone, and nobody may pay for what nobody will read. */
  private static final class LostExecutors extends SparkListener {
    private final LabelDesk desk;

    LostExecutors(LabelDesk desk) {
      this.desk = desk;
    }

    /** In local mode tasks outlive the application that they belong to. */
    @Override
    public void onApplicationEnd(SparkListenerApplicationEnd end) {
      desk.batches.applicationEnds();
      LabelClients.closeAll();
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      desk.taskEnded(Asker.holder(end.taskInfo().executorId(), end.taskInfo().taskId()));
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
      desk.budgets.forget(removed.executorId());
      desk.releaseExecutor(removed.executorId());
    }
  }
}
