package io.understudy.spark.stage.infer;

import io.understudy.spark.stage.infer.RowAnswerer.Verdict;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one partition with their answers, in their order, for a stage outside of generated
 * code. Rows that can be answered at once flow through uncopied; around rows that wait for the LLM
 * a window is read ahead.
 */
final class AnswerIterator implements Iterator<InternalRow> {
  private final Iterator<InternalRow> input;
  private final RowAnswerer answerer;
  private final AnswerWindow window;
  private final UnsafeProjection project;
  private final JoinedRow joined = new JoinedRow();
  private final GenericInternalRow answer = new GenericInternalRow(1);

  AnswerIterator(
      Iterator<InternalRow> input, RowAnswerer answerer, AnswerWindow window, DataType[] output) {
    this.input = input;
    this.answerer = answerer;
    this.window = window;
    this.project = UnsafeProjection.create(output);
  }

  @Override
  public boolean hasNext() {
    boolean more = !window.isEmpty() || input.hasNext();
    if (!more) {
      window.checkFailures();
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
          return with(row, window.value(verdict));
        }
        window.add(row.copy(), verdict);
      }
    }
    while (input.hasNext() && window.takesMore()) {
      List<InternalRow> rows = new ArrayList<>(window.readAtOnce());
      while (input.hasNext() && rows.size() < window.readAtOnce()) {
        rows.add(input.next().copy());
      }
      window.add(rows);
    }
    InternalRow head = window.next();
    return with(head, window.value());
  }

  private InternalRow with(InternalRow row, @Nullable Object value) {
    answer.update(0, value);
    return project.apply(joined.apply(row, answer));
  }
}
