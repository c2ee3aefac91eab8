package io.understudy.spark.stage.label;

import io.understudy.account.Usage;
import io.understudy.call.RowData;
import io.understudy.llm.LabelClient;
import io.understudy.llm.LabelException;
import io.understudy.llm.LabelOutcome;
import io.understudy.sample.ContentKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Asks about single rows from the driver, and settles every answer at the desk. */
final class DriverQuestions {
  private final AskPlan plan;
  private final LabelDesk desk;
  private final LabelClient client;
  private final DeskRequest.Caller caller;
  private final Duration patience;
  private final List<CompletableFuture<?>> open = new CopyOnWriteArrayList<>();

  /**
   * @param caller holds the claims of the rows
   * @param patience how long a request is repeated
   */
  DriverQuestions(
      AskPlan plan,
      LabelDesk desk,
      LabelClient client,
      DeskRequest.Caller caller,
      Duration patience) {
    this.plan = plan;
    this.desk = desk;
    this.client = client;
    this.caller = caller;
    this.patience = patience;
  }

  /** Completes one by one when nothing more comes of what was asked. */
  List<CompletableFuture<?>> open() {
    return open;
  }

  /**
   * Asks about rows and waits for all of them.
   *
   * @return one reply per row
   * @throws LabelException when the endpoint cannot be used
   */
  Map<ContentKey, Reply> ask(Map<ContentKey, RowData> rows)
      throws LabelException, InterruptedException {
    if (rows.isEmpty()) {
      return Map.of();
    }
    Map<ContentKey, Reply> replies = new HashMap<>();
    List<CompletableFuture<LabelOutcome>> asked =
        client.ask(plan.question(), List.copyOf(rows.values()), patience);
    Map<ContentKey, CompletableFuture<Reply>> settled = new LinkedHashMap<>();
    int i = 0;
    for (ContentKey key : rows.keySet()) {
      CompletableFuture<Reply> one =
          asked.get(i++).whenComplete(this::count).thenCompose(outcome -> settle(key, outcome));
      settled.put(key, one);
      open.add(one);
    }
    try {
      for (Map.Entry<ContentKey, CompletableFuture<Reply>> one : settled.entrySet()) {
        replies.put(one.getKey(), await(one.getValue()));
      }
    } finally {
      // What is under way is charged, so it is left to complete; without effect on the others.
      client.giveUp(asked);
    }
    return replies;
  }

  /** What a question cost that ended with its endpoint. */
  private void count(@Nullable LabelOutcome outcome, @Nullable Throwable error) {
    Usage paid = error == null ? Usage.NONE : AskFailures.paid(error);
    if (!paid.equals(Usage.NONE)) {
      desk.spent(caller, paid);
    }
  }

  private CompletableFuture<Reply> settle(ContentKey key, LabelOutcome outcome) {
    CompletableFuture<Void> kept = new CompletableFuture<>();
    desk.settle(
        DeskRequest.Settle.of(caller, key, outcome),
        problem -> BatchCollector.complete(kept, problem));
    return kept.thenApply(nothing -> Reply.of(outcome));
  }

  /** Waits, and throws what the future ended with. */
  static <T> T await(CompletableFuture<T> one) throws LabelException, InterruptedException {
    try {
      return one.get();
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      if (cause instanceof LabelException problem) {
        throw problem;
      }
      throw cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }
  }
}
