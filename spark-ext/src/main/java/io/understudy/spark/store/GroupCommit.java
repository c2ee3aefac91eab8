package io.understudy.spark.store;

import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.store.LabelStore.Kept;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes labels durable in groups: who comes within a moment, or while a group is being written,
 * goes into the next one. What could not be written is kept and goes with the next group: it was
 * paid for.
 */
final class GroupCommit {
  /**
   * How long the first of a group waits for others. Longer makes fewer files; an answer waits that
   * long, but the endpoint does not: its slot is free when the answer has come.
   */
  static final long LINGER_MILLIS = 50;

  /** Writes a group. */
  @FunctionalInterface
  interface Sink {
    void write(List<PaidLabel> group) throws UnderstudyException;
  }

  private record Waiting(PaidLabel label, Kept kept) {}

  private final Sink sink;
  private final ScheduledExecutorService thread;
  private final Object writing = new Object();
  private final List<PaidLabel> unwritten = new ArrayList<>();

  /** Read without the lock, which is held for as long as a write takes. */
  private volatile boolean behind;

  private List<Waiting> waiting = new ArrayList<>();
  private @Nullable ScheduledFuture<?> next;

  /**
   * @param thread where groups are written
   */
  GroupCommit(Sink sink, ScheduledExecutorService thread) {
    this.sink = sink;
    this.thread = thread;
  }

  synchronized void add(PaidLabel label, Kept kept) {
    waiting.add(new Waiting(label, kept));
    if (next == null) {
      next = thread.schedule(this::write, LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Writes what could not be written before, if there is anything.
   *
   * @throws UnderstudyException when it cannot be written now either
   */
  void catchUp() {
    if (!behind) {
      return;
    }
    synchronized (writing) {
      if (!unwritten.isEmpty()) {
        sink.write(List.copyOf(unwritten));
        unwritten.clear();
      }
      behind = false;
    }
  }

  private void write() {
    List<Waiting> group;
    synchronized (this) {
      group = waiting;
      waiting = new ArrayList<>();
      next = null;
    }
    Optional<UnderstudyException> problem = written(group.stream().map(Waiting::label).toList());
    group.forEach(one -> one.kept().done(problem));
  }

  private Optional<UnderstudyException> written(List<PaidLabel> group) {
    synchronized (writing) {
      unwritten.addAll(group);
      try {
        sink.write(List.copyOf(unwritten));
        unwritten.clear();
        behind = false;
        return Optional.empty();
      } catch (UnderstudyException e) {
        behind = true;
        return Optional.of(e);
      }
    }
  }
}
