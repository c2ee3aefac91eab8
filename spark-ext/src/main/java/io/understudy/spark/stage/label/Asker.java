package io.understudy.spark.stage.label;

import io.understudy.account.Usage;
import io.understudy.call.RowData;
import io.understudy.llm.EndpointConfig;
import io.understudy.llm.EnvironmentSecrets;
import io.understudy.llm.LabelClient;
import io.understudy.llm.LabelClients;
import io.understudy.llm.LabelException;
import io.understudy.llm.LabelOutcome;
import io.understudy.llm.Pace;
import io.understudy.sample.ContentKey;
import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.secret.HadoopAliases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Asks the LLM on behalf of one task: the driver's desk first, then the endpoint, and settles every
 * answer at the desk before the task sees it.
 */
public final class Asker implements AutoCloseable {
  private static final long LOOK_AGAIN_MILLIS = 50;
  private static final long INTERRUPT_CHECK_MILLIS = 200;

  /** Only looks again, after a while, at what other tasks are asking. */
  private static final Executor LOOK_AGAIN =
      CompletableFuture.delayedExecutor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);

  private static final ScheduledExecutorService PACE_TIMER =
      Executors.newScheduledThreadPool(
          2,
          task -> {
            Thread thread = new Thread(task, "understudy-pace");
            thread.setDaemon(true);
            return thread;
          });

  private final AskPlan plan;
  private final DeskClient desk;
  private final AskFailures failures;
  private final LabelClient client;
  private final Duration patience;
  private final Map<ContentKey, CompletableFuture<Reply>> open = new ConcurrentHashMap<>();
  private final Map<ContentKey, CompletableFuture<LabelOutcome>> sent = new ConcurrentHashMap<>();
  private final Set<CompletableFuture<Void>> settling = ConcurrentHashMap.newKeySet();

  /** What the desk granted and has not been told the end of. */
  private final Set<ContentKey> held = ConcurrentHashMap.newKeySet();

  private volatile boolean unsure;
  private volatile boolean closed;

  private Asker(AskPlan plan, LabelClient client, Duration patience, String holder) {
    this.plan = plan;
    this.failures = new AskFailures(plan);
    this.patience = patience;
    this.client = client;
    this.desk = new DeskClient(new DeskRequest.Caller(plan.run(), plan.questionId(), holder));
  }

  /**
   * An asker for the running task; closed with it.
   *
   * @throws UnderstudyException when the endpoint, its key or its provider is not configured
   */
  public static Asker forTask(AskPlan plan) {
    return forTask(plan, plan.endpoint().deadline());
  }

  /**
   * An asker that gives a question up earlier than the endpoint's deadline says.
   *
   * @param patience how long a question may take with all its retries
   */
  static Asker forTask(AskPlan plan, Duration patience) {
    TaskContext task = TaskContext.get();
    if (LabelDesk.applicationEnded()) {
      throw new TaskKilledException("the application has ended");
    }
    String holder = holder(SparkEnv.get().executorId(), task.taskAttemptId());
    Asker asker = new Asker(plan, client(plan), patience, holder);
    task.addTaskCompletionListener((TaskCompletionListener) context -> asker.close());
    return asker;
  }

  /**
   * The client of this JVM for the endpoint.
   *
   * @throws UnderstudyException when the endpoint, its key or its provider is not configured
   */
  static LabelClient client(AskPlan plan) {
    try {
      return LabelClients.shared(
          plan.endpoint(), new EnvironmentSecrets(new HadoopAliases()), Asker::pace);
    } catch (LabelException e) {
      throw new AskFailures(plan).endpoint(e);
    }
  }

  /** What the desk calls a task. */
  static String holder(String executor, long taskAttempt) {
    return executor + "/" + taskAttempt;
  }

  /** Where the cluster shares what an endpoint allows, the driver's desk says when. */
  private static Pace pace(EndpointConfig endpoint) {
    return endpoint.cluster().any()
        ? new DriverPace(
            endpoint.name() + " " + endpoint.url() + " " + endpoint.model(),
            endpoint.cluster(),
            SparkEnv.get().executorId(),
            endpoint.concurrency(),
            DeskClient::lease,
            PACE_TIMER,
            System::nanoTime)
        : Pace.UNLIMITED;
  }

  /**
   * Asks about each content; equal ones share one question. The replies complete in any order; they
   * complete exceptionally when the endpoint as such cannot be used.
   */
  public List<CompletableFuture<Reply>> ask(List<ContentKey> keys, List<RowData> rows) {
    Map<ContentKey, RowData> fresh = new LinkedHashMap<>();
    List<CompletableFuture<Reply>> replies = new ArrayList<>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      ContentKey key = keys.get(i);
      RowData row = rows.get(i);
      replies.add(
          open.computeIfAbsent(
              key,
              k -> {
                fresh.put(k, row);
                return new CompletableFuture<>();
              }));
    }
    claim(fresh);
    return replies;
  }

  /** Waits for a reply, as long as the task is wanted. */
  public Reply await(CompletableFuture<Reply> reply) {
    while (true) {
      try {
        return reply.get(INTERRUPT_CHECK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException stillWaiting) {
        TaskContext task = TaskContext.get();
        if (task != null && task.isInterrupted()) {
          throw new TaskKilledException("the query was cancelled");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new TaskKilledException("the query was cancelled");
      } catch (ExecutionException e) {
        throw failures.of(Objects.requireNonNullElse(e.getCause(), e));
      }
    }
  }

  private void claim(Map<ContentKey, RowData> rows) {
    if (rows.isEmpty() || closed) {
      return;
    }
    List<Map.Entry<ContentKey, RowData>> entries = List.copyOf(rows.entrySet());
    List<ContentKey> keys = entries.stream().map(Map.Entry::getKey).toList();
    List<ClaimState> states = claimed(keys);
    Map<ContentKey, RowData> busy = new LinkedHashMap<>();
    Map<ContentKey, RowData> granted = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      ContentKey key = entries.get(i).getKey();
      RowData row = entries.get(i).getValue();
      ClaimState state = states.get(i);
      if (state instanceof ClaimState.Known known) {
        complete(key, Reply.answered(known.answer(), known.thisRun()));
      } else if (state instanceof ClaimState.Failed failed) {
        complete(key, Reply.failedBefore(failed.problem()));
      } else if (state instanceof ClaimState.OverBudget over) {
        // What is under way is paid for; it is kept before the query ends.
        whenSettled(() -> fail(key, failures.overBudget(over.over())));
      } else if (state instanceof ClaimState.Refused refused) {
        fail(key, refused.reason());
      } else if (state instanceof ClaimState.Busy) {
        busy.put(key, row);
      } else {
        granted.put(key, row);
      }
    }
    if (!send(granted)) {
      // Closed while the desk was asked: nobody waits for these any more.
      giveBack();
      return;
    }
    if (!busy.isEmpty()) {
      LOOK_AGAIN.execute(() -> claimOrFail(busy));
    }
  }

  private void claimOrFail(Map<ContentKey, RowData> rows) {
    try {
      claim(rows);
    } catch (RuntimeException | Error e) {
      rows.keySet().forEach(key -> fail(key, e));
    }
  }

  private List<ClaimState> claimed(List<ContentKey> keys) {
    try {
      return desk.claim(keys);
    } catch (RuntimeException e) {
      // The desk may have granted what its reply did not tell.
      unsure = true;
      throw e;
    }
  }

  /** Returns whether the asker is still open; once it is closed nothing is sent. */
  private synchronized boolean send(Map<ContentKey, RowData> rows) {
    held.addAll(rows.keySet());
    if (closed) {
      return false;
    }
    Iterator<CompletableFuture<LabelOutcome>> asked =
        client.ask(plan.question(), List.copyOf(rows.values()), patience).iterator();
    rows.keySet().forEach(key -> settled(key, asked.next()));
    return true;
  }

  private void settled(ContentKey key, CompletableFuture<LabelOutcome> asked) {
    sent.put(key, asked);
    CompletableFuture<Void> settled = asked.thenCompose(outcome -> settle(key, outcome));
    settling.add(settled);
    CompletableFuture<Void> unused =
        settled.whenComplete(
            (nothing, error) -> {
              sent.remove(key, asked);
              settling.remove(settled);
              if (error != null) {
                ended(key, error);
              }
            });
  }

  private void ended(ContentKey key, Throwable error) {
    try {
      Usage paid = AskFailures.paid(error);
      if (!paid.equals(Usage.NONE)) {
        desk.spent(paid);
      }
    } finally {
      fail(key, error);
    }
  }

  private CompletableFuture<Void> settle(ContentKey key, LabelOutcome outcome) {
    return desk.settle(key, outcome)
        .thenAccept(
            problem -> {
              held.remove(key);
              if (problem.isPresent()) {
                throw problem.get();
              }
              complete(key, Reply.of(outcome));
            });
  }

  private void complete(ContentKey key, Reply reply) {
    CompletableFuture<Reply> waiting = open.remove(key);
    if (waiting != null) {
      waiting.complete(reply);
    }
  }

  private void fail(ContentKey key, Throwable error) {
    CompletableFuture<Reply> waiting = open.remove(key);
    if (waiting != null) {
      waiting.completeExceptionally(error);
    }
  }

  /** Tells the desk how many rows of a partition failed; returns how many failed in all. */
  public long rowsFailed(int partition, long rows) {
    return desk.rowsFailed(partition, rows);
  }

  /** The most frequent problems of the run so far. */
  public String problems() {
    return desk.problems();
  }

  private void whenSettled(Runnable then) {
    CompletableFuture<Void> unused =
        CompletableFuture.allOf(settling.toArray(new CompletableFuture<?>[0]))
            .whenComplete((all, error) -> then.run());
  }

  /** Asks nothing more; answers that are under way are paid for, and are kept at the desk. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    // What failed with its endpoint is no longer open, but while it is claimed nobody can ask it.
    if (unsure || !held.isEmpty() || !open.isEmpty()) {
      giveBack();
    }
  }

  private void giveBack() {
    client.giveUp(sent.values());
    desk.release(List.copyOf(sent.keySet()));
    // Nothing is left to be settled by then but what ended without an answer.
    whenSettled(() -> desk.release(List.of()));
  }
}
