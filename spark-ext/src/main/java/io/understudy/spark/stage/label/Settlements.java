package io.understudy.spark.stage.label;

import io.understudy.spark.bridge.Wire;
import io.understudy.spark.error.UnderstudyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Settles the answers of one JVM at the driver's desk. While one message is on its way the next
 * answers gather, so that a fast endpoint costs the driver some messages for hundreds of answers,
 * and a slow one waits for nobody. Thread-safe.
 */
final class Settlements {
  /** Whoever waits for a settled answer may speak to the desk; the RPC's own threads may not. */
  private static final Executor DELIVERY =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "understudy-settled");
            thread.setDaemon(true);
            return thread;
          });

  private final Function<List<DeskRequest.Settle>, CompletableFuture<byte[]>> desk;
  private List<Open> gathered = new ArrayList<>();
  private boolean onItsWay;

  /**
   * @param desk sends a message; the reply is as {@link DeskRequest.SettleAll} says
   */
  Settlements(Function<List<DeskRequest.Settle>, CompletableFuture<byte[]>> desk) {
    this.desk = desk;
  }

  /**
   * @return completes when the answer is kept for good, or with why it could not be; exceptionally
   *     when the desk cannot be reached
   */
  CompletableFuture<Optional<UnderstudyException>> add(DeskRequest.Settle settle) {
    Open open = new Open(settle, new CompletableFuture<>());
    List<Open> first;
    synchronized (this) {
      gathered.add(open);
      first = onItsWay ? List.of() : take();
    }
    send(first);
    return open.kept;
  }

  /** Call with the lock held. */
  private List<Open> take() {
    List<Open> taken = gathered;
    gathered = new ArrayList<>();
    onItsWay = !taken.isEmpty();
    return taken;
  }

  private void send(List<Open> message) {
    if (message.isEmpty()) {
      return;
    }
    CompletableFuture<byte[]> reply;
    try {
      reply = desk.apply(new ArrayList<>(message.stream().map(Open::settle).toList()));
    } catch (RuntimeException e) {
      reply = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<Void> unused =
        reply.handleAsync(
            (bytes, error) -> {
              List<Open> next;
              synchronized (this) {
                next = take();
              }
              send(next);
              deliver(message, bytes, error);
              return null;
            },
            DELIVERY);
  }

  private static void deliver(
      List<Open> message, byte @Nullable [] reply, @Nullable Throwable error) {
    if (reply == null) {
      message.forEach(open -> open.kept.completeExceptionally(error));
      return;
    }
    try {
      ArrayList<?> problems = Wire.read(reply, ArrayList.class);
      for (int i = 0; i < message.size(); i++) {
        message.get(i).kept.complete(Optional.ofNullable((UnderstudyException) problems.get(i)));
      }
    } catch (RuntimeException e) {
      message.forEach(open -> open.kept.completeExceptionally(e));
    }
  }

  private record Open(
      DeskRequest.Settle settle, CompletableFuture<Optional<UnderstudyException>> kept) {}
}
