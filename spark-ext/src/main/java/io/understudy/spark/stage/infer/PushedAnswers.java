package io.understudy.spark.stage.infer;

import io.understudy.spark.bridge.InlineAnswers;
import io.understudy.spark.stage.infer.RowAnswerer.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** The answers of one task to rows that generated code brings one by one. */
final class PushedAnswers implements InlineAnswers {
  private final RowAnswerer answerer;
  private final AnswerWindow window;
  private final AnswerValues values;
  private final PartitionCounts counts;
  private final @Nullable UTF8String[] texts;
  private final List<InternalRow> gathered = new ArrayList<>();
  private @Nullable InternalRow row;
  private @Nullable Object value;

  PushedAnswers(
      RowAnswerer answerer,
      AnswerWindow window,
      AnswerValues values,
      PartitionCounts counts,
      int slots) {
    this.answerer = answerer;
    this.window = window;
    this.values = values;
    this.counts = counts;
    this.texts = new UTF8String[slots];
  }

  @Override
  public void text(int slot, @Nullable UTF8String text) {
    texts[slot] = text;
  }

  @Override
  public boolean now(@Nullable ArrayData vector) {
    if (!window.isEmpty() || !gathered.isEmpty()) {
      return false;
    }
    int label = answerer.quickly(texts, vector);
    if (label >= 0) {
      counts.proxy();
      value = values.played(label, Float.NaN);
      return true;
    }
    if (label == RowAnswerer.ASK) {
      return false;
    }
    Verdict verdict = answerer.judge(texts, vector);
    if (verdict instanceof Verdict.ToAsk || verdict instanceof Verdict.ToEmbed) {
      return false;
    }
    value = window.value(verdict);
    return true;
  }

  @Override
  public void later(InternalRow waits) {
    InternalRow copy = waits.copy();
    if (!answerer.embedsOnTheFly() && window.isEmpty() && gathered.isEmpty()) {
      // Asked at once: it may be the only one for long.
      window.add(List.of(copy));
      return;
    }
    gathered.add(copy);
  }

  /**
   * Rows are gathered even where the window is full: a generator or a join below brings many before
   * it looks whether it should stop. Where texts are embedded they are always gathered: an embedder
   * that gets them one by one is many times slower.
   */
  @Override
  public boolean due() {
    while (((window.isEmpty() && !answerer.embedsOnTheFly())
            || gathered.size() >= window.readAtOnce())
        && addGathered()) {
      // Until the window takes no more.
    }
    return !window.isEmpty() && !window.takesMore() && take();
  }

  @Override
  public boolean rest() {
    while (addGathered()) {
      // Until the window takes no more.
    }
    if (window.isEmpty()) {
      window.checkFailures();
      return false;
    }
    return take();
  }

  @Override
  public InternalRow row() {
    InternalRow taken = row;
    if (taken == null) {
      throw new IllegalStateException("no row waits");
    }
    return taken;
  }

  @Override
  public @Nullable Object value() {
    return value;
  }

  private boolean take() {
    row = window.next();
    value = window.value();
    return true;
  }

  /** Adds as many rows as are read at once, if there are any and the window takes them. */
  private boolean addGathered() {
    if (gathered.isEmpty() || !window.takesMore()) {
      return false;
    }
    List<InternalRow> first = gathered.subList(0, Math.min(window.readAtOnce(), gathered.size()));
    window.add(List.copyOf(first));
    first.clear();
    return true;
  }
}
