package io.understudy.spark.stage.label;

import io.understudy.llm.batch.BatchClient;
import io.understudy.llm.batch.BatchPart;
import io.understudy.sample.ContentKey;
import io.understudy.spark.store.OpenBatch;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The batches that an application follows, whichever query submitted them. Thread-safe. */
final class BatchDesk {
  /** Where the tasks that stand for waiting queries ask whether they are over. */
  static final String CHANNEL = "understudy-batches";

  private static final Logger LOG = LoggerFactory.getLogger(BatchDesk.class);
  private static final String HOLDER = "batch/";
  private static final long LAST_WORDS_SECONDS = 5;
  private static final byte[] WAITS = new byte[0];
  private static final byte[] OVER = {1};

  private final LabelDesk desk;
  private final Map<String, BatchCollector> followed = new HashMap<>();

  /** Those that could not be followed to their end, and that no store knows of. */
  private final Map<String, BatchCollector> lost = new HashMap<>();

  private final Set<String> waiting = ConcurrentHashMap.newKeySet();

  BatchDesk(LabelDesk desk) {
    this.desk = desk;
  }

  /** Who asks in a run; a task's name is never like this. */
  static DeskRequest.Caller caller(AskPlan plan) {
    return new DeskRequest.Caller(plan.run(), plan.questionId(), HOLDER + UUID.randomUUID());
  }

  /** Whether it is not a task that asks, but a batch on the driver. */
  static boolean asks(String holder) {
    return holder.startsWith(HOLDER);
  }

  /**
   * Submits a batch and follows it.
   *
   * @param caller holds the claims of its rows
   */
  BatchCollector submit(
      AskPlan plan,
      DeskRequest.Caller caller,
      BatchClient client,
      BatchPart input,
      long promptTokens) {
    OpenBatch batch =
        new OpenBatch(
            UUID.randomUUID().toString(),
            plan.questionId(),
            plan.endpoint().url().toString(),
            "",
            Instant.now(),
            promptTokens,
            input.ids().stream().map(ContentKey::ofHex).toList());
    BatchCollector collector = new BatchCollector(plan, caller, desk, client, batch, input);
    follow(collector, ended -> {});
    return collector;
  }

  /**
   * Follows the open batches of a question that nobody in this application follows yet: those of an
   * application that has died, and those that could not be followed to their end. Their rows are
   * claimed, so that nobody asks about them meanwhile.
   *
   * @return all batches of the question that are followed now
   */
  synchronized List<BatchCollector> adopt(AskPlan plan, BatchClient client) {
    String url = plan.endpoint().url().toString();
    // Listed with the lock held: a batch that ends meanwhile is still among the followed.
    for (OpenBatch batch : desk.store(plan.run()).batches().of(plan.questionId())) {
      if (batch.url().equals(url) && !followed.containsKey(batch.token())) {
        DeskRequest.Caller caller = caller(plan);
        desk.underWay(caller, batch.rows());
        LOG.info(
            "Following the batch {} of an earlier query, {} rows",
            batch.token(),
            batch.rows().size());
        follow(
            new BatchCollector(plan, caller, desk, client, batch, /* input= */ null),
            collector -> desk.release(collector.givenBack()));
      }
    }
    return followed.values().stream()
        .filter(collector -> collector.batch().question().equals(plan.questionId()))
        .toList();
  }

  private synchronized void follow(BatchCollector collector, Consumer<BatchCollector> atEnd) {
    String token = collector.batch().token();
    followed.put(token, collector);
    lost.remove(token);
    collector.start(
        () -> {
          synchronized (this) {
            followed.remove(token);
            if (collector.ended().isCompletedExceptionally()
                && collector.diesWithTheApplication()) {
              lost.put(token, collector);
            }
          }
          atEnd.accept(collector);
        });
  }

  /** A query begins to wait; a task of it asks until {@link #over}. */
  void waits(String round) {
    waiting.add(round);
  }

  void over(String round) {
    waiting.remove(round);
  }

  /** Answers {@link BatchWait}. */
  void handle(byte[] round, Consumer<byte[]> reply) {
    reply.accept(waiting.contains(new String(round, StandardCharsets.UTF_8)) ? WAITS : OVER);
  }

  /**
   * Stops what nobody will find again, as far as that can be done in a moment; what a store knows
   * of goes on.
   */
  void applicationEnds() {
    List<BatchCollector> all;
    synchronized (this) {
      all = new ArrayList<>(followed.values());
      all.addAll(lost.values());
    }
    CompletableFuture<?>[] cancelled =
        all.stream()
            .filter(BatchCollector::diesWithTheApplication)
            .map(BatchCollector::cancel)
            .toArray(CompletableFuture<?>[]::new);
    var unused =
        CompletableFuture.allOf(cancelled)
            .exceptionally(neverStarted -> null)
            .completeOnTimeout(null, LAST_WORDS_SECONDS, TimeUnit.SECONDS)
            .join();
    all.forEach(BatchCollector::leave);
  }
}
