package io.understudy.spark.stage.label;

import io.understudy.account.Usage;
import io.understudy.llm.BatchModel.Line;
import io.understudy.llm.LabelException;
import io.understudy.llm.LabelReply;
import io.understudy.llm.batch.BatchClient;
import io.understudy.llm.batch.BatchPart;
import io.understudy.llm.batch.BatchResult;
import io.understudy.sample.ContentKey;
import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.store.LabelStore;
import io.understudy.spark.store.OpenBatch;
import io.understudy.spark.store.OpenBatches;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one batch on the driver: submits it unless that was done before, waits for it, and
 * settles every answer at the desk. It goes on when the query that wanted it is gone, since the
 * batch is charged in any case.
 */
final class BatchCollector {
  private static final Logger LOG = LoggerFactory.getLogger(BatchCollector.class);

  private final AskPlan plan;
  private final DeskRequest.Caller caller;
  private final LabelDesk desk;
  private final BatchClient client;
  private final OpenBatches open;
  private final @Nullable BatchPart input;
  private final CompletableFuture<String> named = new CompletableFuture<>();
  private final CompletableFuture<BatchResult> ended = new CompletableFuture<>();
  private volatile OpenBatch batch;
  private volatile long done;
  private volatile @Nullable Thread thread;

  /**
   * @param caller in whose name answers are settled
   * @param batch what is known of it
   * @param input what is to be submitted; null for a batch that was submitted before
   */
  BatchCollector(
      AskPlan plan,
      DeskRequest.Caller caller,
      LabelDesk desk,
      BatchClient client,
      OpenBatch batch,
      @Nullable BatchPart input) {
    this.plan = plan;
    this.caller = caller;
    this.desk = desk;
    this.client = client;
    this.open = desk.store(plan.run()).batches();
    this.batch = batch;
    this.input = input;
  }

  /**
   * @param atEnd run when nothing more comes of the batch, after {@link #ended}
   */
  void start(Runnable atEnd) {
    Thread started =
        thread(
            () -> {
              try {
                follow();
              } finally {
                atEnd.run();
              }
            },
            "understudy-batch");
    thread = started;
    started.start();
  }

  OpenBatch batch() {
    return batch;
  }

  /** Rows that the endpoint has worked on, as far as it says, before they are settled. */
  long done() {
    return done;
  }

  /** Completes when all answers are settled, or exceptionally when they can't be had now. */
  CompletableFuture<BatchResult> ended() {
    return ended;
  }

  /**
   * What its claims become, once it has {@link #ended}: of a batch that could not be followed to
   * its end the answers are still to come.
   */
  DeskRequest.Release givenBack() {
    return new DeskRequest.Release(
        caller, ended.isCompletedExceptionally() && stillOpen() ? batch.rows() : List.of());
  }

  private boolean stillOpen() {
    return open.of(batch.question()).stream().anyMatch(kept -> kept.token().equals(batch.token()));
  }

  /** Whether what was paid is lost with the application. */
  boolean diesWithTheApplication() {
    return !open.outliveTheApplication();
  }

  /**
   * Asks the endpoint to stop, as soon as it has a name for the batch; what it has done by then is
   * still settled.
   *
   * @return completes when it was asked
   */
  CompletableFuture<Void> cancel() {
    return named.thenAcceptAsync(this::stop, task -> thread(task, "understudy-batch-end").start());
  }

  private void stop(String id) {
    try {
      client.cancel(id);
    } catch (LabelException | RuntimeException e) {
      LOG.warn("The batch {} could not be cancelled: {}", id, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread thread(Runnable task, String name) {
    Thread made = new Thread(task, name);
    made.setDaemon(true);
    return made;
  }

  /** Ends the thread; the batch stays as it is. */
  void leave() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  private void follow() {
    try {
      BatchResult result = result();
      done = 0;
      settle(result);
      open.ended(batch);
      ended.complete(result);
    } catch (LabelException | InterruptedException | RuntimeException | Error e) {
      LOG.info("Nothing more is heard of the batch {} now: {}", batch.token(), e.toString());
      ended.completeExceptionally(e);
      named.completeExceptionally(e);
    }
  }

  private BatchResult result() throws LabelException, InterruptedException {
    List<String> ids = batch.rows().stream().map(ContentKey::hex).toList();
    if (input != null) {
      // Known before it is submitted: who is killed in between is found by the token.
      open.keep(batch);
      batch = batch.started(client.start(input, batch.token()).id());
      open.keep(batch);
    } else if (batch.id().isEmpty()) {
      var found = client.find(batch.token(), batch.submittedAt());
      if (found.isEmpty()) {
        return BatchResult.forgotten(ids);
      }
      batch = batch.started(found.get().id());
      open.keep(batch);
    }
    named.complete(batch.id());
    return client.result(
        batch.id(),
        plan.question(),
        ids,
        batch.promptTokens(),
        batch.submittedAt(),
        rows -> done = rows);
  }

  /** Another application may have been faster, or an earlier one have died over it. */
  private void settle(BatchResult result) {
    LabelStore store = desk.store(plan.run());
    List<CompletableFuture<Void>> kept = new ArrayList<>();
    Usage lost = Usage.NONE;
    for (Line line : result.lines().values()) {
      ContentKey key = ContentKey.ofHex(line.id());
      if (store.find(plan.questionId(), key).isPresent()) {
        continue;
      }
      if (line.item() instanceof LabelReply.Answered answered) {
        CompletableFuture<Void> one = new CompletableFuture<>();
        desk.settle(
            new DeskRequest.Settle(caller, key, answered.answer(), "", line.usage()),
            problem -> complete(one, problem));
        kept.add(one);
      } else {
        lost = lost.plus(line.usage());
      }
    }
    if (!lost.equals(Usage.NONE)) {
      desk.spent(caller, lost);
    }
    try {
      CompletableFuture.allOf(kept.toArray(new CompletableFuture<?>[0])).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof UnderstudyException problem ? problem : e;
    }
  }

  static void complete(CompletableFuture<Void> one, Optional<UnderstudyException> problem) {
    if (problem.isPresent()) {
      one.completeExceptionally(problem.get());
    } else {
      one.complete(null);
    }
  }
}
