package io.understudy.spark.stage.label;

import io.understudy.call.RowData;
import io.understudy.llm.BatchModel.Line;
import io.understudy.llm.ChatPrompt;
import io.understudy.llm.LabelClient;
import io.understudy.llm.LabelException;
import io.understudy.llm.LabelReply;
import io.understudy.llm.batch.BatchClient;
import io.understudy.llm.batch.BatchPart;
import io.understudy.llm.batch.BatchResult;
import io.understudy.sample.ContentKey;
import io.understudy.spark.error.UnderstudyException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Labels some rows from the driver, on a thread of its own: by batches, or singly where a batch is
 * not worth the wait. Like a task it asks the desk first and settles every answer there.
 */
final class BatchRound {
  private static final long LOOK_AGAIN_MILLIS = 500;

  /** Rows that are asked singly before a batch is worded or a budget divided. */
  private static final int FIRST_WORDS = 10;

  private final AskPlan plan;
  private final LabelDesk desk;
  private final AskFailures failures;
  private final LabelClient client;
  private final BatchClient batches;
  private final DriverQuestions questions;
  private final boolean singly;
  private final LongConsumer submitted;
  private final DeskRequest.Caller caller;
  private final String name = UUID.randomUUID().toString();
  private final Map<ContentKey, Reply> replies = new HashMap<>();
  private final List<BatchCollector> own = new CopyOnWriteArrayList<>();
  private final Set<BatchCollector> others = new LinkedHashSet<>();
  private final CompletableFuture<Map<ContentKey, Reply>> result = new CompletableFuture<>();
  private volatile boolean abandoned;
  private volatile @Nullable Thread thread;

  /**
   * @param singly whether every row gets a request of its own, and an answer at once
   * @param patience how long such a request is repeated
   * @param submitted told how many rows go into batches
   */
  BatchRound(
      AskPlan plan, LabelDesk desk, boolean singly, Duration patience, LongConsumer submitted) {
    this.plan = plan;
    this.desk = desk;
    this.failures = new AskFailures(plan);
    this.client = Asker.client(plan);
    try {
      this.batches = BatchClient.of(client, plan.endpoint());
    } catch (LabelException e) {
      throw failures.endpoint(e);
    }
    this.singly = singly;
    this.submitted = submitted;
    this.caller = BatchDesk.caller(plan);
    this.questions = new DriverQuestions(plan, desk, client, caller, patience);
  }

  /** Known to the desk as waiting until it has ended. */
  String name() {
    return name;
  }

  /** Rows that open batches have worked on, before they are settled. */
  long done() {
    return own.stream().mapToLong(BatchCollector::done).sum();
  }

  void start(Map<ContentKey, RowData> rows) {
    desk.batches().waits(name);
    Thread started = new Thread(() -> run(rows), "understudy-labels");
    started.setDaemon(true);
    thread = started;
    started.start();
  }

  /** One reply per row, once the round is over; throws why it could not be brought to its end. */
  Map<ContentKey, Reply> replies() {
    try {
      return result.join();
    } catch (CompletionException e) {
      throw failure(Objects.requireNonNullElse(e.getCause(), e));
    }
  }

  /**
   * Nobody waits any more. Batches that a store knows of go on, and later queries find their
   * answers; others are cancelled at the endpoint, as nobody could find them again.
   */
  void abandon() {
    synchronized (own) {
      // Nothing is submitted from here on.
      abandoned = true;
    }
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
    for (BatchCollector collector : own) {
      if (collector.diesWithTheApplication()) {
        CompletableFuture<Void> unused = collector.cancel();
      }
    }
  }

  private void run(Map<ContentKey, RowData> rows) {
    try {
      label(new LinkedHashMap<>(rows));
      result.complete(replies);
    } catch (InterruptedException | LabelException | RuntimeException | Error e) {
      result.completeExceptionally(e);
    } finally {
      desk.batches().over(name);
      CompletableFuture<?>[] open =
          Stream.concat(own.stream().map(BatchCollector::ended), questions.open().stream())
              .toArray(CompletableFuture<?>[]::new);
      var unused = CompletableFuture.allOf(open).whenComplete((all, error) -> giveBack());
    }
  }

  /** Nobody asks about a batch that is still open until somebody follows it again. */
  private void giveBack() {
    List<ContentKey> stillOpen =
        own.stream().flatMap(collector -> collector.givenBack().underWay().stream()).toList();
    desk.release(new DeskRequest.Release(caller, stillOpen));
  }

  private void label(Map<ContentKey, RowData> rows) throws LabelException, InterruptedException {
    Map<ContentKey, RowData> remaining = rows;
    others.addAll(desk.batches().adopt(plan, batches));
    while (!remaining.isEmpty()) {
      boolean firstWords = !singly && (!client.served() || desk.spending(plan.run()).unknownCost());
      List<ContentKey> keys =
          remaining.keySet().stream().limit(firstWords ? FIRST_WORDS : Integer.MAX_VALUE).toList();
      List<ClaimState> states = desk.claim(new DeskRequest.Claim(caller, keys));
      // What could not be collected is still to come, and must not be bought again.
      throwFailureOfOthers();
      Map<ContentKey, RowData> granted = new LinkedHashMap<>();
      Map<ContentKey, RowData> busy = new LinkedHashMap<>();
      RuntimeException stop = null;
      for (int i = 0; i < keys.size(); i++) {
        ContentKey key = keys.get(i);
        RowData row = Objects.requireNonNull(remaining.get(key));
        ClaimState state = states.get(i);
        if (state instanceof ClaimState.Known known) {
          replies.put(key, Reply.answered(known.answer(), known.thisRun()));
        } else if (state instanceof ClaimState.Failed failed) {
          replies.put(key, Reply.failedBefore(failed.problem()));
        } else if (state instanceof ClaimState.OverBudget over) {
          stop = failures.overBudget(over.over());
        } else if (state instanceof ClaimState.Refused refused) {
          stop = refused.reason();
        } else if (state instanceof ClaimState.Busy) {
          busy.put(key, row);
        } else {
          granted.put(key, row);
        }
      }
      if (!granted.isEmpty()) {
        ask(granted, singly || firstWords);
      } else if (busy.size() == remaining.size() && stop == null) {
        waitForOthers();
        others.addAll(desk.batches().adopt(plan, batches));
      }
      if (stop != null) {
        throw stop;
      }
      // Those that were not looked at come before those that others are asking.
      Map<ContentKey, RowData> next = new LinkedHashMap<>(remaining);
      keys.forEach(next::remove);
      next.putAll(busy);
      remaining = next;
    }
  }

  private void waitForOthers() throws InterruptedException {
    CompletableFuture<?>[] open =
        others.stream()
            .map(BatchCollector::ended)
            .filter(ended -> !ended.isDone())
            .toArray(CompletableFuture<?>[]::new);
    if (open.length == 0) {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
      return;
    }
    try {
      Object unused = CompletableFuture.anyOf(open).get(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException lookAgain) {
      // What became of it is seen at the desk, and after that at the batch itself.
    }
  }

  private void throwFailureOfOthers() {
    for (BatchCollector collector : others) {
      if (collector.ended().isDone()) {
        try {
          LabelException problem = collector.ended().join().problem();
          if (problem != null) {
            throw failure(problem);
          }
        } catch (CompletionException e) {
          throw failure(Objects.requireNonNullElse(e.getCause(), e));
        }
      }
    }
  }

  private void ask(Map<ContentKey, RowData> rows, boolean atOnce)
      throws LabelException, InterruptedException {
    if (atOnce) {
      replies.putAll(questions.ask(rows));
      return;
    }
    Map<ContentKey, RowData> leftByOthers = new LinkedHashMap<>(rows);
    leftByOthers.keySet().retainAll(leftByOthers());
    Map<ContentKey, RowData> fresh = new LinkedHashMap<>(rows);
    fresh.keySet().removeAll(leftByOthers.keySet());
    if (!fresh.isEmpty()) {
      askByBatch(fresh);
    }
    replies.putAll(questions.ask(leftByOthers));
  }

  /** What the batches of others have no usable line for; not worth another batch. */
  private Set<ContentKey> leftByOthers() {
    return others.stream()
        .filter(
            collector ->
                !own.contains(collector)
                    && collector.ended().isDone()
                    && !collector.ended().isCompletedExceptionally())
        .flatMap(collector -> collector.ended().join().lines().values().stream())
        .filter(line -> !(line.item() instanceof LabelReply.Answered))
        .map(line -> ContentKey.ofHex(line.id()))
        .collect(Collectors.toSet());
  }

  private void askByBatch(Map<ContentKey, RowData> rows)
      throws LabelException, InterruptedException {
    Map<String, RowData> byId = new LinkedHashMap<>();
    rows.forEach((key, row) -> byId.put(key.hex(), row));
    List<BatchPart> parts = batches.parts(plan.question(), byId);
    long tokens = promptTokens(rows.values());
    for (BatchPart part : parts) {
      synchronized (own) {
        if (abandoned) {
          throw new InterruptedException();
        }
        own.add(desk.batches().submit(plan, caller, batches, part, tokens));
      }
    }
    submitted.accept(rows.size());
    List<BatchCollector> mine = own.subList(own.size() - parts.size(), own.size());
    Map<ContentKey, RowData> left = new LinkedHashMap<>();
    for (BatchCollector collector : List.copyOf(mine)) {
      BatchResult brought = DriverQuestions.await(collector.ended());
      if (brought.problem() != null) {
        throw brought.problem();
      }
      for (Line line : brought.lines().values()) {
        ContentKey key = ContentKey.ofHex(line.id());
        if (line.item() instanceof LabelReply.Answered answered) {
          replies.put(key, Reply.answered(answered.answer(), true));
        } else {
          left.put(key, Objects.requireNonNull(rows.get(key)));
        }
      }
    }
    replies.putAll(questions.ask(left));
  }

  private long promptTokens(Collection<RowData> rows) {
    ChatPrompt prompt = ChatPrompt.of(plan.question(), plan.endpoint().textLimit());
    return Math.round(rows.stream().mapToLong(prompt::estimateTokens).average().orElse(0));
  }

  private RuntimeException failure(Throwable cause) {
    if (cause instanceof LabelException || cause instanceof UnderstudyException) {
      return failures.of(cause);
    }
    return abandoned || cause instanceof InterruptedException
        ? new CancellationException("the query was cancelled")
        : new IllegalStateException("labelling by batches failed", cause);
  }
}
