package io.understudy.llm;

import io.understudy.account.Usage;
import io.understudy.call.Question;
import io.understudy.call.RowData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
  private final Duration deadline;
  private final Map<Key, Shared> open = new HashMap<>();
  private volatile boolean unauthorized;

  public LabelClient(LabelModel model, EndpointConfig endpoint) {
    this(model, endpoint, RetryPolicy.DEFAULT);
  }

  public LabelClient(LabelModel model, EndpointConfig endpoint, RetryPolicy policy) {
    this.model = model;
    this.deadline = endpoint.deadline();
    this.queue =
        new RequestQueue(endpoint.name(), endpoint.concurrency(), endpoint.deadline(), policy);
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
    Key key = new Key(question, row);
    CompletableFuture<LabelOutcome> waiter = new CompletableFuture<>();
    Shared shared;
    boolean first;
    synchronized (open) {
      Shared before = open.get(key);
      first = before == null;
      shared = before == null ? new Shared() : before;
      shared.waiters.add(waiter);
      open.put(key, shared);
    }
    if (first) {
      send(key, shared, patience);
    }
    CompletableFuture<LabelOutcome> unused =
        waiter.whenComplete(
            (outcome, error) -> {
              if (waiter.isCancelled()) {
                leave(key, shared, waiter);
              }
            });
    return waiter;
  }

  /**
   * Cancels several questions as one: none of them is sent in the place of another. What another
   * caller waits for, too, is still sent.
   */
  public void cancel(Collection<CompletableFuture<LabelOutcome>> asked) {
    queue.holdDuring(() -> asked.forEach(one -> one.cancel(true)));
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

  private void send(Key key, Shared shared, Duration patience) {
    LabelAttempt attempt = new LabelAttempt(model, key.question(), key.row());
    CompletableFuture<LabelOutcome> work = queue.submit(attempt, patience);
    boolean abandoned;
    synchronized (open) {
      shared.work = work;
      abandoned = shared.waiters.isEmpty();
    }
    CompletableFuture<LabelOutcome> unused =
        work.whenComplete((outcome, error) -> deliver(key, shared, attempt, outcome, error));
    if (abandoned) {
      work.cancel(true);
    }
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
      Key key,
      Shared shared,
      LabelAttempt attempt,
      @Nullable LabelOutcome outcome,
      @Nullable Throwable error) {
    if (outcome != null) {
      unauthorized = false;
    } else if (error != null
        && cause(error) instanceof LabelException problem
        && problem.kind() == LabelException.Kind.UNAUTHORIZED) {
      unauthorized = true;
    }
    List<CompletableFuture<LabelOutcome>> waiters;
    synchronized (open) {
      open.remove(key, shared);
      waiters = new ArrayList<>(shared.waiters);
    }
    LabelOutcome settled = outcome == null ? failedRow(attempt, error) : outcome;
    boolean counted = false;
    for (CompletableFuture<LabelOutcome> waiter : waiters) {
      if (settled == null) {
        waiter.completeExceptionally(
            error == null ? new CancellationException("client closed") : cause(error));
      } else {
        counted |= waiter.complete(counted ? settled.withUsage(Usage.NONE) : settled);
      }
    }
  }

  /** A retriable error that outlived the deadline is this row's failure; others are not. */
  private static @Nullable LabelOutcome failedRow(LabelAttempt attempt, @Nullable Throwable error) {
    if (error != null
        && cause(error) instanceof LabelException problem
        && problem.kind().retriable()) {
      return new LabelOutcome.Failed(
          String.valueOf(problem.getMessage()), /* unreached= */ true, attempt.usage());
    }
    return null;
  }

  private static Throwable cause(Throwable error) {
    Throwable inner = error.getCause();
    return error instanceof CompletionException && inner != null ? inner : error;
  }

  private record Key(Question question, RowData row) {}

  /** One question that is being asked, and all who wait for its answer. */
  private static final class Shared {
    private final List<CompletableFuture<LabelOutcome>> waiters = new ArrayList<>();
    private @Nullable CompletableFuture<LabelOutcome> work;
  }
}
