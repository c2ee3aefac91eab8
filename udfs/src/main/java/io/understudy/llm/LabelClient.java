package io.understudy.llm;

import io.understudy.account.Usage;
import io.understudy.call.Question;
import io.understudy.call.RowData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks one endpoint from one JVM: bounded concurrency, retries, duplicates asked once,
 * cancellation, and an exact count of what was sent. Thread-safe; shared by all tasks, see {@link
 * LabelClients}.
 *
 * <p>An answer that can't be used is asked for once more; then the row has failed. A row that gets
 * no reply until the endpoint's deadline has failed, too. Errors that asking again can't heal (key,
 * model name, configuration) are not a row's problem: they complete the future exceptionally.
 */
public final class LabelClient implements AutoCloseable {
  private final LabelModel model;
  private final RequestQueue queue;
  private final Packer packer;
  private final Duration deadline;
  private final Map<Key, Shared> open = new HashMap<>();
  private volatile boolean unauthorized;
  private volatile boolean served;

  public LabelClient(LabelModel model, EndpointConfig endpoint) {
    this(model, endpoint, RetryPolicy.DEFAULT);
  }

  public LabelClient(LabelModel model, EndpointConfig endpoint, RetryPolicy policy) {
    this(model, endpoint, policy, Pace.UNLIMITED, System::nanoTime);
  }

  /**
   * @param pace shared with other JVMs
   * @param clock what {@link System#nanoTime()} would say
   */
  LabelClient(
      LabelModel model,
      EndpointConfig endpoint,
      RetryPolicy policy,
      Pace pace,
      LongSupplier clock) {
    this.model = model;
    this.deadline = endpoint.deadline();
    this.queue =
        new RequestQueue(
            endpoint.name(), endpoint.concurrency(), endpoint.deadline(), policy, pace, clock);
    this.packer = new Packer(model, queue);
  }

  /**
   * Asks a question about a row. An equal question that is still open is not sent again.
   *
   * @return completes with the outcome, or exceptionally with a {@link LabelException} whose kind
   *     is not retriable. Cancelling it stops the request unless another caller waits for the same.
   */
  public CompletableFuture<LabelOutcome> ask(Question question, RowData row) {
    return ask(question, row, deadline);
  }

  /**
   * The same, given up earlier: for the first questions of a query, that find a dead endpoint.
   *
   * @param patience how long the question may take with all its retries, unless it is open already;
   *     never longer than the endpoint's deadline
   */
  public CompletableFuture<LabelOutcome> ask(Question question, RowData row, Duration patience) {
    return ask(question, List.of(row), patience).get(0);
  }

  /**
   * The same about several rows, which share requests where the endpoint is configured so.
   *
   * @return one future per row, in order
   */
  public List<CompletableFuture<LabelOutcome>> ask(
      Question question, List<RowData> rows, Duration patience) {
    Map<Key, Shared> fresh = new LinkedHashMap<>();
    List<CompletableFuture<LabelOutcome>> waiters = new ArrayList<>(rows.size());
    for (RowData row : rows) {
      Key key = new Key(question, row);
      Waiter waiter;
      Shared shared;
      synchronized (open) {
        shared =
            open.computeIfAbsent(
                key,
                k -> {
                  Shared opened = new Shared();
                  fresh.put(k, opened);
                  return opened;
                });
        waiter = new Waiter(shared);
        shared.waiters.add(waiter);
      }
      CompletableFuture<LabelOutcome> unused =
          waiter.whenComplete(
              (outcome, error) -> {
                if (waiter.isCancelled()) {
                  leave(key, shared, waiter);
                }
              });
      waiters.add(waiter);
    }
    send(question, fresh, patience);
    return waiters;
  }

  /**
   * Gives several questions up as one: none of them is sent in the place of another. What is under
   * way will be charged, so it is left to complete, but not sent again; the others are cancelled.
   * What another caller waits for, too, is still sent.
   */
  public void giveUp(Collection<CompletableFuture<LabelOutcome>> asked) {
    queue.holdDuring(
        () -> {
          for (CompletableFuture<LabelOutcome> one : asked) {
            if (!letFinish(one)) {
              one.cancel(true);
            }
          }
        });
  }

  private boolean letFinish(CompletableFuture<LabelOutcome> asked) {
    CompletableFuture<LabelOutcome> work = null;
    if (asked instanceof Waiter waiter) {
      synchronized (open) {
        Shared shared = waiter.shared;
        work = shared.waiters.size() == 1 ? shared.work : null;
      }
    }
    return work != null && packer.letFinish(work);
  }

  /** The model, asked by batches; empty where the endpoint's API has none. */
  public Optional<BatchModel> batches() {
    return model.batches();
  }

  /** Sends another kind of request to the endpoint, under the same limits and retries. */
  public <T> CompletableFuture<T> submit(RequestQueue.Request<T> request) {
    CompletableFuture<T> sent = queue.submit(request);
    CompletableFuture<T> unused = sent.whenComplete((reply, error) -> noteKey(error));
    return sent;
  }

  /**
   * Whether a question was answered here: what the server understands, and how much room its
   * replies need, has shown by then.
   */
  public boolean served() {
    return served;
  }

  /** A client whose key was refused is made anew, as the key may have been changed. */
  private void noteKey(@Nullable Throwable error) {
    if (error == null) {
      unauthorized = false;
    } else if (cause(error) instanceof LabelException problem
        && problem.kind() == LabelException.Kind.UNAUTHORIZED) {
      unauthorized = true;
    }
  }

  /** Whether the endpoint refused the key and has answered no question since. */
  boolean unauthorized() {
    return unauthorized;
  }

  @Override
  public void close() {
    queue.close();
    model.close();
  }

  private void send(Question question, Map<Key, Shared> fresh, Duration patience) {
    List<RowData> rows = fresh.keySet().stream().map(Key::row).toList();
    Iterator<CompletableFuture<LabelOutcome>> works =
        packer.ask(question, rows, patience).iterator();
    fresh.forEach(
        (key, shared) -> {
          CompletableFuture<LabelOutcome> work = works.next();
          boolean abandoned;
          synchronized (open) {
            shared.work = work;
            abandoned = shared.waiters.isEmpty();
          }
          CompletableFuture<LabelOutcome> unused =
              work.whenComplete((outcome, error) -> deliver(key, shared, outcome, error));
          if (abandoned) {
            work.cancel(true);
          }
        });
  }

  private void leave(Key key, Shared shared, CompletableFuture<LabelOutcome> waiter) {
    CompletableFuture<LabelOutcome> abandoned = null;
    synchronized (open) {
      shared.waiters.remove(waiter);
      if (shared.waiters.isEmpty()) {
        open.remove(key, shared);
        abandoned = shared.work;
      }
    }
    if (abandoned != null) {
      abandoned.cancel(true);
    }
  }

  private void deliver(
      Key key, Shared shared, @Nullable LabelOutcome outcome, @Nullable Throwable error) {
    if (outcome != null || error != null) {
      noteKey(error);
    }
    served |= outcome instanceof LabelOutcome.Answered;
    List<CompletableFuture<LabelOutcome>> waiters;
    synchronized (open) {
      open.remove(key, shared);
      waiters = new ArrayList<>(shared.waiters);
    }
    boolean counted = false;
    for (CompletableFuture<LabelOutcome> waiter : waiters) {
      if (outcome == null) {
        waiter.completeExceptionally(
            error == null ? new CancellationException("client closed") : cause(error));
      } else {
        counted |= waiter.complete(counted ? outcome.withUsage(Usage.NONE) : outcome);
      }
    }
  }

  static Throwable cause(Throwable error) {
    Throwable inner = error.getCause();
    return error instanceof CompletionException && inner != null ? inner : error;
  }

  private record Key(Question question, RowData row) {}

  /** Who waits for an answer. */
  private static final class Waiter extends CompletableFuture<LabelOutcome> {
    private final Shared shared;

    private Waiter(Shared shared) {
      this.shared = shared;
    }
  }

  /** One question that is being asked, and all who wait for its answer. */
  private static final class Shared {
    private final List<CompletableFuture<LabelOutcome>> waiters = new ArrayList<>();
    private @Nullable CompletableFuture<LabelOutcome> work;
  }
}
