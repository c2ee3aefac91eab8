package io.understudy.spark.stage.infer;

import io.understudy.error.ErrorCondition;
import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.stage.infer.RowAnswerer.Verdict;
import io.understudy.spark.stage.label.Asker;
import io.understudy.spark.stage.label.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one partition with their answers, in their order. Rows that can be answered at once
 * flow through uncopied; around rows that wait for the LLM a window is read ahead, just wide enough
 * to keep the endpoint busy, so that a LIMIT above stops the spending.
 */
final class AnswerIterator implements Iterator<InternalRow> {
  private static final int READ_AT_ONCE = 64;
  private static final int LONGEST_WINDOW = 8192;
  private static final int TELL_FAILED = 64;

  /** A row in the window with who answers it. */
  private record Waiting(
      InternalRow row, Verdict verdict, @Nullable CompletableFuture<Reply> reply) {}

  private final int partition;
  private final Iterator<InternalRow> input;
  private final RowAnswerer answerer;
  private final AnswerValues values;
  private final PartitionCounts counts;
  private final UnsafeProjection project;
  private final JoinedRow joined = new JoinedRow();
  private final GenericInternalRow answer = new GenericInternalRow(1);
  private final Deque<Waiting> window = new ArrayDeque<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final int keepInFlight;
  private final int readAtOnce;
  private final EmbedProgress progress;
  private long failed;
  private long toldFailed;

  AnswerIterator(
      int partition,
      Iterator<InternalRow> input,
      RowAnswerer answerer,
      AnswerValues values,
      PartitionCounts counts,
      EmbedProgress progress,
      DataType[] output) {
    this.partition = partition;
    this.input = input;
    this.answerer = answerer;
    this.values = values;
    this.counts = counts;
    this.project = UnsafeProjection.create(output);
    this.keepInFlight = 2 * answerer.plan().ask().endpoint().concurrency();
    this.readAtOnce = answerer.embedsOnTheFly() ? answerer.plan().embedBatch() : READ_AT_ONCE;
    this.progress = progress;
  }

  @Override
  public boolean hasNext() {
    boolean more = !window.isEmpty() || input.hasNext();
    if (!more) {
      checkFailures();
    }
    return more;
  }

  @Override
  public InternalRow next() {
    if (window.isEmpty()) {
      if (!input.hasNext()) {
        throw new NoSuchElementException();
      }
      if (!answerer.embedsOnTheFly()) {
        InternalRow row = input.next();
        Verdict verdict = answerer.judge(row);
        if (!(verdict instanceof Verdict.ToAsk)) {
          return with(row, verdict, null);
        }
        enqueue(List.of(row.copy()), List.of(verdict));
      }
    }
    readAhead();
    Waiting head = window.remove();
    return with(head.row(), head.verdict(), head.reply());
  }

  private void readAhead() {
    while (input.hasNext()
        && window.size() < LONGEST_WINDOW
        && (window.isEmpty() || (inFlight.get() > 0 && inFlight.get() < keepInFlight))) {
      List<InternalRow> rows = new ArrayList<>(readAtOnce);
      List<Verdict> verdicts = new ArrayList<>(readAtOnce);
      while (input.hasNext() && rows.size() < readAtOnce) {
        InternalRow row = input.next().copy();
        rows.add(row);
        verdicts.add(answerer.judge(row));
      }
      if (answerer.embedsOnTheFly()) {
        verdicts = answerer.embedded(verdicts);
        progress.embedded(rows.size());
      }
      enqueue(rows, verdicts);
    }
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

  private InternalRow with(
      InternalRow row, Verdict verdict, @Nullable CompletableFuture<Reply> reply) {
    answer.update(0, value(verdict, reply));
    return project.apply(joined.apply(row, answer));
  }

  private @Nullable Object value(Verdict verdict, @Nullable CompletableFuture<Reply> reply) {
    if (verdict instanceof Verdict.Played played) {
      counts.proxy();
      return values.ofClass(played.label());
    }
    if (verdict instanceof Verdict.Labelled labelled) {
      counts.label(labelled.key());
      if (labelled.truncated()) {
        counts.truncated();
      }
      return values.of(labelled.answer());
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
      return null;
    }
    if (reply.paidNow()) {
      counts.llm();
    } else {
      counts.label();
    }
    return values.of(reply.answer());
  }

  /** Some task sees when there are too many; Spark fails the query when a task does. */
  private void checkFailures() {
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
