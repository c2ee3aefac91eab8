package io.understudy.llm;

import io.understudy.account.Usage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests of one endpoint, and is the only place that sends one again.
 *
 * <ul>
 *   <li>Never more than {@code concurrency} requests are in flight; fewer while the endpoint says
 *       "too many" (see {@link CongestionWindow}), and as the {@link Pace} of the cluster allows.
 *   <li>A retriable {@link LabelException} is answered by waiting (see {@link RetryPolicy}) and
 *       sending again, until the deadline, which counts from the first attempt. A waiting request
 *       occupies no slot and no thread. But new requests are started only while fewer than {@code
 *       concurrency} others wait, so that an endpoint that is down or overloaded is not met by the
 *       whole queue.
 *   <li>A permanent one ends the request, all that are queued or wait, and for {@link
 *       RetryPolicy#failFast()} all that are submitted later. So does an endpoint that is down (see
 *       {@link EndpointHealth}).
 *   <li>Cancelling the future takes the request out of the queue, or interrupts the thread that
 *       sends it.
 * </ul>
 */
public final class RequestQueue implements AutoCloseable {

  /** A request that may be sent several times; it never retries by itself. */
  @FunctionalInterface
  public interface Request<T> {
    T send() throws LabelException, InterruptedException;

    /** Tokens that one sending will use, as far as can be said. */
    default long tokens() {
      return 0;
    }

    /** What all sendings so far have used. */
    default Usage usage() {
      return Usage.NONE;
    }
  }

  private enum State {
    QUEUED,
    RUNNING,
    WAITING,
    ENDED
  }

  private final String name;
  private final int concurrency;
  private final Duration deadline;
  private final RetryPolicy policy;
  private final ThreadPoolExecutor workers;
  private final ScheduledThreadPoolExecutor timer;

  private final Pace pace;
  private final CongestionWindow window;
  private final LongSupplier clock;
  private final EndpointHealth health;

  /** One object, so that a pace that is asked often keeps one of it. */
  private final Runnable startLater = this::startLater;

  private final Object lock = new Object();
  private final Deque<Task<?>> fresh = new ArrayDeque<>();
  private final Deque<Task<?>> again = new ArrayDeque<>();
  private final Set<Task<?>> started = new HashSet<>();
  private int inFlight;
  private int waiting;
  private int holds;
  private boolean closed;

  /**
   * @param name names the threads and the endpoint in messages
   * @param concurrency requests in flight, at least 1
   * @param deadline how long one request may take with all its retries
   */
  public RequestQueue(String name, int concurrency, Duration deadline, RetryPolicy policy) {
    this(name, concurrency, deadline, policy, Pace.UNLIMITED, System::nanoTime);
  }

  /**
   * @param pace shared with other JVMs
   * @param clock what {@link System#nanoTime()} would say
   */
  RequestQueue(
      String name,
      int concurrency,
      Duration deadline,
      RetryPolicy policy,
      Pace pace,
      LongSupplier clock) {
    if (concurrency < 1) {
      throw new IllegalArgumentException(
          "concurrency must be at least 1, was " + concurrency + " for " + name);
    }
    this.name = name;
    this.concurrency = concurrency;
    this.deadline = deadline;
    this.policy = policy;
    this.pace = pace;
    this.window = new CongestionWindow(concurrency);
    this.clock = clock;
    this.health = new EndpointHealth(name, deadline, policy.failFast(), clock);
    this.workers =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            new DaemonThreads("understudy-" + name));
    this.timer =
        new ScheduledThreadPoolExecutor(1, new DaemonThreads("understudy-" + name + "-timer"));
    timer.setRemoveOnCancelPolicy(true);
  }

  /**
   * Queues a request.
   *
   * @return completes with the reply, or exceptionally with the {@link LabelException} that ended
   *     it
   */
  public <T> CompletableFuture<T> submit(Request<T> request) {
    return submit(request, deadline);
  }

  /**
   * Queues a request that is given up earlier than others.
   *
   * @param patience how long it may take with all its retries; never longer than the queue's own
   *     deadline, which counts alone where the endpoint asks for a pause
   */
  public <T> CompletableFuture<T> submit(Request<T> request, Duration patience) {
    Task<T> task = new Task<>(request, patience.compareTo(deadline) < 0 ? patience : deadline);
    LabelException blocked;
    synchronized (lock) {
      if (closed) {
        return CompletableFuture.failedFuture(
            new LabelException(
                LabelException.Kind.CONFIGURATION, "The client of " + name + " is closed."));
      }
      blocked = health.blockedBy();
      if (blocked == null) {
        fresh.add(task);
        startWhatMayStart();
      }
    }
    if (blocked != null) {
      return CompletableFuture.failedFuture(blocked);
    }
    return task.future;
  }

  /**
   * Starts no request until the change is done. Whoever cancels several requests needs this: a slot
   * that the first one frees would else be taken by one that is about to be cancelled.
   */
  void holdDuring(Runnable change) {
    synchronized (lock) {
      holds++;
    }
    try {
      change.run();
    } finally {
      synchronized (lock) {
        holds--;
        startWhatMayStart();
      }
    }
  }

  /**
   * Lets a request end that is under way, since it is paid for, but never sends it again: where it
   * would be, it is cancelled.
   *
   * @param submitted what {@link #submit} gave
   * @return whether it is under way; if not, it is as it was
   */
  boolean letFinish(CompletableFuture<?> submitted) {
    synchronized (lock) {
      for (Task<?> task : started) {
        if (task.future == submitted && task.state == State.RUNNING) {
          task.last = true;
          return true;
        }
      }
      return false;
    }
  }

  /** Cancels everything and ends the threads. */
  @Override
  public void close() {
    List<Task<?>> open;
    synchronized (lock) {
      closed = true;
      open = new ArrayList<>(started);
      open.addAll(fresh);
      fresh.clear();
    }
    open.forEach(task -> task.future.cancel(true));
    timer.shutdownNow();
    workers.shutdownNow();
  }

  /** Call with the lock held. */
  private void startWhatMayStart() {
    while (inFlight < window.size() && holds == 0 && !closed) {
      dropEnded(again);
      dropEnded(fresh);
      // What waited goes before new work, and new work waits while too much waits.
      boolean repeats = !again.isEmpty();
      Task<?> next = repeats ? again.peek() : waiting < concurrency ? fresh.peek() : null;
      if (next == null || !pace.take(tokens(next.request), startLater)) {
        return;
      }
      if (repeats) {
        again.remove();
        waiting--;
      } else {
        fresh.remove();
      }
      next.state = State.RUNNING;
      started.add(next);
      inFlight++;
      workers.execute(next);
    }
  }

  private long tokens(Request<?> request) {
    return pace == Pace.UNLIMITED ? 0 : request.tokens();
  }

  private void dropEnded(Deque<Task<?>> tasks) {
    for (Task<?> first = tasks.peek();
        first != null && first.state == State.ENDED;
        first = tasks.peek()) {
      tasks.remove();
      waiting -= tasks == again ? 1 : 0;
    }
  }

  private void startLater() {
    synchronized (lock) {
      startWhatMayStart();
    }
  }

  private void failAllButRunning(LabelException error) {
    List<Task<?>> idle;
    synchronized (lock) {
      health.block(error);
      idle = new ArrayList<>(fresh);
      fresh.clear();
      started.stream().filter(task -> task.state == State.WAITING).forEach(idle::add);
      idle.forEach(Task::stopWaiting);
    }
    idle.forEach(task -> task.future.completeExceptionally(error));
  }

  private final class Task<T> implements Runnable {
    private final Request<T> request;
    private final Duration patience;
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private State state = State.QUEUED;
    private @Nullable Thread runner;
    private @Nullable ScheduledFuture<?> alarm;
    private int failures;
    private boolean last;
    private long firstAttempt;
    private long lastAttempt;
    private Usage usedBefore = Usage.NONE;

    Task(Request<T> request, Duration patience) {
      this.request = request;
      this.patience = patience;
      CompletableFuture<T> unused =
          future.whenComplete(
              (reply, error) -> {
                if (future.isCancelled()) {
                  cancelled();
                }
              });
    }

    @Override
    public void run() {
      synchronized (lock) {
        if (state == State.ENDED) {
          leaveSlot();
          return;
        }
        runner = Thread.currentThread();
        lastAttempt = clock.getAsLong();
        if (failures == 0) {
          firstAttempt = lastAttempt;
        }
      }
      try {
        T reply = request.send();
        health.served();
        synchronized (lock) {
          window.served();
        }
        end();
        future.complete(reply);
      } catch (LabelException error) {
        failed(error);
      } catch (InterruptedException interrupted) {
        end();
        future.cancel(true);
      } catch (RuntimeException | Error bug) {
        end();
        future.completeExceptionally(bug);
      }
    }

    private void failed(LabelException error) {
      LabelException end = error;
      if (error.kind() == LabelException.Kind.RATE_LIMITED) {
        synchronized (lock) {
          window.refused(lastAttempt, clock.getAsLong());
        }
      }
      if (error.kind().retriable()) {
        if (givenUp()) {
          // It was to be sent again, so nothing is known against what it asks.
          end();
          future.cancel(false);
          return;
        }
        failures++;
        Duration delay = policy.delay(failures, error.retryAfter());
        Duration spent = Duration.ofNanos(clock.getAsLong() - firstAttempt);
        // An endpoint that asks for a pause is alive.
        Duration limit = error.kind() == LabelException.Kind.RATE_LIMITED ? deadline : patience;
        if (spent.plus(delay).compareTo(limit) > 0) {
          end = health.givenUp(error, limit, firstAttempt);
        } else {
          sendAgainAfter(delay);
          return;
        }
      }
      if (!end.kind().retriable()) {
        failAllButRunning(end);
      }
      end();
      future.completeExceptionally(end);
    }

    private boolean givenUp() {
      synchronized (lock) {
        return last;
      }
    }

    private void sendAgainAfter(Duration delay) {
      synchronized (lock) {
        if (state != State.ENDED && !closed) {
          state = State.WAITING;
          waiting++;
          alarm = timer.schedule(this::wake, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
        leaveSlot();
      }
    }

    private void wake() {
      synchronized (lock) {
        alarm = null;
        if (state == State.WAITING) {
          again.add(this);
          startWhatMayStart();
        }
      }
    }

    private void end() {
      synchronized (lock) {
        state = State.ENDED;
        leaveSlot();
      }
    }

    /** Call with the lock held, once per start. */
    private void leaveSlot() {
      runner = null;
      // An interrupt that was meant for this request must not hit what the thread does next.
      boolean unused = Thread.interrupted();
      inFlight--;
      settlePace();
      if (state == State.ENDED) {
        started.remove(this);
      }
      startWhatMayStart();
    }

    private void settlePace() {
      Usage now = request.usage();
      long calls = now.calls() - usedBefore.calls();
      if (calls > 0) {
        long tokens =
            now.tokensIn() + now.tokensOut() - usedBefore.tokensIn() - usedBefore.tokensOut();
        pace.used(calls - 1, tokens - tokens(request));
      }
      usedBefore = now;
      pace.left();
    }

    private void cancelled() {
      synchronized (lock) {
        if (runner != null) {
          state = State.ENDED;
          runner.interrupt();
        } else {
          if (state == State.QUEUED) {
            fresh.remove(this);
          }
          stopWaiting();
        }
        startWhatMayStart();
      }
    }

    /** Call with the lock held, for a request that is not being sent. */
    private void stopWaiting() {
      if (state == State.WAITING) {
        started.remove(this);
        if (alarm != null) {
          alarm.cancel(false);
          waiting--;
        }
      }
      state = State.ENDED;
    }
  }
}
