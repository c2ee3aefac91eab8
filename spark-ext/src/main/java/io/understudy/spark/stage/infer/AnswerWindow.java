package io.understudy.spark.stage.infer;

import io.understudy.error.ErrorCondition;
import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.stage.infer.RowAnswerer.Verdict;
import io.understudy.spark.stage.label.Asker;
import io.understudy.spark.stage.label.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one partition that wait for the LLM, and those behind them, in their order: as many
 * as keep the endpoint busy and no more, so that a LIMIT above stops the spending. Counts every row
 * as it is handed on.
 */
final class AnswerWindow {
  private static final int READ_AT_ONCE = 64;
  private static final int LONGEST_WINDOW = 8192;
  private static final int TELL_FAILED = 64;

  /** A row in the window with who answers it. */
  private record Waiting(
      InternalRow row, Verdict verdict, @Nullable CompletableFuture<Reply> reply) {}

  private final int partition;
  private final RowAnswerer answerer;
  private final AnswerValues values;
  private final PartitionCounts counts;
  private final Deque<Waiting> window = new ArrayDeque<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final int keepInFlight;
  private final int readAtOnce;
  private final EmbedProgress progress;
  private @Nullable Object value;
  private long failed;
  private long toldFailed;

  AnswerWindow(
      int partition,
      RowAnswerer answerer,
      AnswerValues values,
      PartitionCounts counts,
      EmbedProgress progress) {
    this.partition = partition;
    this.answerer = answerer;
    this.values = values;
    this.counts = counts;
    this.keepInFlight = 2 * answerer.plan().ask().endpoint().concurrency();
    this.readAtOnce = answerer.embedsOnTheFly() ? answerer.plan().embedBatch() : READ_AT_ONCE;
    this.progress = progress;
  }

  boolean isEmpty() {
    return window.isEmpty();
  }

  /** How many rows to read before they are added. */
  int readAtOnce() {
    return readAtOnce;
  }

  /** Whether more rows are to be added before the first one is handed on. */
  boolean takesMore() {
    return window.size() < LONGEST_WINDOW
        && (window.isEmpty() || (inFlight.get() > 0 && inFlight.get() < keepInFlight));
  }

  /** Adds a row that has been judged. */
  void add(InternalRow row, Verdict verdict) {
    enqueue(List.of(row), List.of(verdict));
  }

  /** Adds rows, and asks about those that need it, together. */
  void add(List<InternalRow> rows) {
    List<Verdict> verdicts = new ArrayList<>(rows.size());
    for (InternalRow row : rows) {
      verdicts.add(answerer.judge(row));
    }
    if (answerer.embedsOnTheFly()) {
      int embedded = (int) verdicts.stream().filter(Verdict.ToEmbed.class::isInstance).count();
      verdicts = answerer.embedded(verdicts);
      counts.embedded(embedded);
      progress.embedded(embedded);
    }
    enqueue(rows, verdicts);
  }

  /** Takes the first row out; waits for its answer. */
  InternalRow next() {
    Waiting head = window.remove();
    value = value(head.verdict(), head.reply());
    return head.row();
  }

  /** The answer to the row taken out last. */
  @Nullable Object value() {
    return value;
  }

  /** The answer to a row that has not to wait. */
  @Nullable Object value(Verdict verdict) {
    return value(verdict, null);
  }

  private void enqueue(List<InternalRow> rows, List<Verdict> verdicts) {
    List<Verdict.ToAsk> asked =
        verdicts.stream()
            .filter(Verdict.ToAsk.class::isInstance)
            .map(Verdict.ToAsk.class::cast)
            .toList();
    List<CompletableFuture<Reply>> replies = asked.isEmpty() ? List.of() : answerer.ask(asked);
    int next = 0;
    for (int i = 0; i < rows.size(); i++) {
      CompletableFuture<Reply> reply = null;
      if (verdicts.get(i) instanceof Verdict.ToAsk) {
        reply = replies.get(next++);
        inFlight.incrementAndGet();
        CompletableFuture<Reply> counted =
            reply.whenComplete((done, error) -> inFlight.decrementAndGet());
        reply = counted;
      }
      window.add(new Waiting(rows.get(i), verdicts.get(i), reply));
    }
  }

  private @Nullable Object value(Verdict verdict, @Nullable CompletableFuture<Reply> reply) {
    if (verdict instanceof Verdict.Played played) {
      counts.proxy();
      return values.played(played.label(), played.score());
    }
    if (verdict instanceof Verdict.Labelled labelled) {
      counts.label(labelled.key());
      if (labelled.truncated()) {
        counts.truncated();
      }
      return values.label(labelled.answer());
    }
    if (verdict instanceof Verdict.ToAsk asked && reply != null) {
      if (asked.unscored()) {
        counts.unscored();
      }
      if (answerer.truncated(asked.data())) {
        counts.truncated();
      }
      return llmValue(answerer.asker().await(reply));
    }
    counts.nulls();
    return null;
  }

  private @Nullable Object llmValue(Reply reply) {
    if (reply.answer() == null) {
      counts.failed();
      failed++;
      if (failed - toldFailed >= TELL_FAILED) {
        checkFailures();
      }
      return values.failed();
    }
    if (reply.paidNow()) {
      counts.llm();
      return values.llm(reply.answer());
    }
    counts.label();
    return values.label(reply.answer());
  }

  /** Some task sees when there are too many; Spark fails the query when a task does. */
  void checkFailures() {
    if (failed == toldFailed) {
      return;
    }
    Asker asker = answerer.asker();
    long all = asker.rowsFailed(partition, failed);
    toldFailed = failed;
    InferPlan plan = answerer.plan();
    if (all >= plan.inputRows()) {
      throw new UnderstudyException(
          ErrorCondition.UNDERSTUDY_ALL_ROWS_FAILED,
          Map.of(
              "function", plan.ask().function(),
              "asked", Long.toString(all),
              "problems", asker.problems()));
    }
    if (all > plan.maxErrorRatio() * plan.inputRows()) {
      throw new UnderstudyException(
          ErrorCondition.UNDERSTUDY_TOO_MANY_ERRORS,
          Map.of(
              "function", plan.ask().function(),
              "failed", Long.toString(all),
              "asked", Long.toString(plan.inputRows()),
              "ratio", Double.toString(plan.maxErrorRatio()),
              "problems", asker.problems()));
    }
  }
}
