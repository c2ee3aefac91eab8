package io.understudy.localllm;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Admits requests, delays replies and holds them while paused. A request that is delayed or held
 * costs no thread.
 */
final class Traffic {
  private final int limit;
  private final boolean queues;
  private final ScheduledThreadPoolExecutor clock;
  private final Deque<Runnable> queued = new ArrayDeque<>();
  private final List<Runnable> held = new ArrayList<>();
  private int inFlight;
  private int maxInFlight;
  private boolean paused;
  private volatile long latencyNanos;

  Traffic(LocalLlmOptions options) {
    this.limit = options.concurrency() == 0 ? Integer.MAX_VALUE : options.concurrency();
    this.queues = options.queues();
    this.latencyNanos = options.latency().toNanos();
    this.clock =
        new ScheduledThreadPoolExecutor(
            2,
            task -> {
              Thread thread = new Thread(task, "local-llm-reply");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * A request came.
   *
   * @param work runs now, or later if it has to queue; must end with {@link #leave}
   * @return false when there are too many and none may queue
   */
  boolean arrive(Runnable work) {
    synchronized (this) {
      if (inFlight >= limit) {
        if (queues) {
          queued.add(work);
        }
        return queues;
      }
      inFlight++;
      maxInFlight = Math.max(maxInFlight, inFlight);
    }
    work.run();
    return true;
  }

  /** A request has its reply. */
  void leave() {
    Runnable next;
    synchronized (this) {
      next = queued.poll();
      if (next == null) {
        inFlight--;
      }
    }
    if (next != null) {
      // Not on this thread: each would start the next one, deeper and deeper in the stack.
      clock.execute(next);
    }
  }

  /** Runs the reply after the latency, and not while paused. */
  void reply(Runnable reply) {
    if (latencyNanos == 0) {
      release(reply);
    } else {
      ScheduledFuture<?> unused =
          clock.schedule(() -> release(reply), latencyNanos, TimeUnit.NANOSECONDS);
    }
  }

  void latency(Duration latency) {
    latencyNanos = latency.toNanos();
  }

  synchronized void pause() {
    paused = true;
  }

  void resume() {
    List<Runnable> released;
    synchronized (this) {
      paused = false;
      released = List.copyOf(held);
      held.clear();
    }
    released.forEach(Runnable::run);
  }

  synchronized int inFlight() {
    return inFlight;
  }

  synchronized int maxInFlight() {
    return maxInFlight;
  }

  synchronized void reset() {
    maxInFlight = inFlight;
  }

  void close() {
    clock.shutdownNow();
  }

  private void release(Runnable reply) {
    synchronized (this) {
      if (paused) {
        held.add(reply);
        return;
      }
    }
    reply.run();
  }
}
