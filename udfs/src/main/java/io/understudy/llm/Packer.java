package io.understudy.llm;

import io.understudy.account.Usage;
import io.understudy.call.Question;
import io.understudy.call.RowData;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Puts rows of the same question into one request where the model takes several ({@link
 * LabelModel#maxBatch()}). A row for which the reply has no usable answer is asked about singly; so
 * a pack that comes back incomplete, in whatever way, costs the row one more request and nothing
 * else.
 */
final class Packer {
  private final LabelModel model;
  private final RequestQueue queue;
  private final Map<CompletableFuture<LabelOutcome>, CompletableFuture<?>> works =
      new ConcurrentHashMap<>();
  private final Set<CompletableFuture<LabelOutcome>> last = ConcurrentHashMap.newKeySet();

  /** What rows of one pack have in common. */
  private record Kind(Question question, Duration patience) {}

  private record Member(RowData row, CompletableFuture<LabelOutcome> outcome) {}

  Packer(LabelModel model, RequestQueue queue) {
    this.model = model;
    this.queue = queue;
  }

  /**
   * Asks about rows with as few requests as it takes.
   *
   * @return one future per row; it completes with the outcome, or exceptionally with a {@link
   *     LabelException} whose kind is not retriable
   */
  List<CompletableFuture<LabelOutcome>> ask(
      Question question, List<RowData> rows, Duration patience) {
    Kind kind = new Kind(question, patience);
    List<Member> members =
        rows.stream().map(row -> new Member(row, new CompletableFuture<>())).toList();
    int size = model.maxBatch();
    for (int from = 0; from < members.size(); from += size) {
      send(kind, members.subList(from, Math.min(members.size(), from + size)));
    }
    return members.stream().map(Member::outcome).toList();
  }

  /**
   * Lets a row's request end that is under way, and sends none after it.
   *
   * @param asked what {@link #ask} gave
   * @return whether a request is under way
   */
  boolean letFinish(CompletableFuture<LabelOutcome> asked) {
    CompletableFuture<?> work = works.get(asked);
    boolean underWay = work != null && queue.letFinish(work);
    if (underWay) {
      last.add(asked);
      if (asked.isDone()) {
        last.remove(asked);
      }
    }
    return underWay;
  }

  private void forgetWhenDone(CompletableFuture<LabelOutcome> asked) {
    CompletableFuture<LabelOutcome> unused =
        asked.whenComplete(
            (outcome, error) -> {
              works.remove(asked);
              last.remove(asked);
            });
  }

  private void send(Kind kind, List<Member> pack) {
    if (pack.size() == 1) {
      follow(kind, pack.get(0), Usage.NONE);
      return;
    }
    LabelBatch batch = new LabelBatch(kind.question(), pack.stream().map(Member::row).toList());
    PackAttempt attempt = new PackAttempt(model, batch);
    CompletableFuture<List<LabelReply.Item>> work = queue.submit(attempt, kind.patience());
    works(pack, work);
    cancelTogether(pack, work);
    CompletableFuture<List<LabelReply.Item>> unused =
        work.whenComplete((items, error) -> deliver(kind, pack, attempt.usage(), items, error));
  }

  private void works(List<Member> pack, CompletableFuture<?> work) {
    for (Member member : pack) {
      works.put(member.outcome(), work);
      forgetWhenDone(member.outcome());
    }
  }

  /** A request is given up when nobody waits for any of its rows. */
  private static void cancelTogether(List<Member> pack, CompletableFuture<?> work) {
    AtomicInteger left = new AtomicInteger(pack.size());
    for (Member member : pack) {
      CompletableFuture<LabelOutcome> unused =
          member
              .outcome()
              .whenComplete(
                  (outcome, error) -> {
                    if (member.outcome().isCancelled() && left.decrementAndGet() == 0) {
                      work.cancel(true);
                    }
                  });
    }
  }

  /** The first row of a pack carries its usage, so that sums count every request once. */
  private void deliver(
      Kind kind,
      List<Member> pack,
      Usage usage,
      @Nullable List<LabelReply.Item> items,
      @Nullable Throwable error) {
    for (int i = 0; i < pack.size(); i++) {
      Member member = pack.get(i);
      Usage own = i == 0 ? usage : Usage.NONE;
      if (items == null) {
        fail(member.outcome(), error, own);
      } else if (items.get(i) instanceof LabelReply.Answered answered) {
        member.outcome().complete(new LabelOutcome.Answered(answered.answer(), own));
      } else {
        follow(kind, member, own);
      }
    }
  }

  /** Asks about one row alone. */
  private void follow(Kind kind, Member member, Usage before) {
    CompletableFuture<LabelOutcome> outcome = member.outcome();
    if (last.contains(outcome)) {
      outcome.cancel(true);
      return;
    }
    LabelAttempt attempt = new LabelAttempt(model, kind.question(), member.row());
    CompletableFuture<LabelOutcome> work = queue.submit(attempt, kind.patience());
    works(List.of(member), work);
    cancelTogether(List.of(member), work);
    CompletableFuture<LabelOutcome> unused =
        work.whenComplete(
            (done, error) -> {
              if (done != null) {
                outcome.complete(done.withUsage(before.plus(done.usage())));
              } else {
                fail(outcome, error, before.plus(attempt.usage()));
              }
            });
  }

  /** A retriable error that outlived the deadline is the row's failure; others are not. */
  private static void fail(
      CompletableFuture<LabelOutcome> outcome, @Nullable Throwable error, Usage usage) {
    Throwable cause = error == null ? null : LabelClient.cause(error);
    if (cause instanceof LabelException problem && problem.kind().retriable()) {
      outcome.complete(
          new LabelOutcome.Failed(
              String.valueOf(problem.getMessage()), /* unreached= */ true, usage));
    } else if (cause instanceof LabelException problem) {
      outcome.completeExceptionally(problem.ending(usage));
    } else if (cause != null) {
      outcome.completeExceptionally(cause);
    }
  }
}
