package io.understudy.spark.bridge;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * One task's answers as generated code asks for them, row by row. A row that has no answer yet is
 * left here ({@link #later}) and comes back in its place, when the rows behind it have been read on
 * as far as is useful:
 *
 * <pre>
 * answers.text(0, ...);
 * if (answers.now(vector)) emit the row;
 * else {
 *   answers.later(row);
 *   while (answers.due()) emit answers.row();
 * }
 * ... and at the end of the input:
 * while (answers.rest()) emit answers.row();
 * </pre>
 *
 * <p>What is emitted has the answer {@link #isNull}, {@link #isTrue} or {@link #value}.
 */
public interface InlineAnswers {
  /**
   * Sets one slot's text of the row that {@link #now} is asked about next; not kept beyond that.
   */
  void text(int slot, @Nullable UTF8String text);

  /**
   * Whether the row has its answer at once and no row waits before it.
   *
   * @param vector of the row; not kept
   */
  boolean now(@Nullable ArrayData vector);

  /**
   * Takes the row that {@link #now} did not answer.
   *
   * @param row the input's columns; copied
   */
  void later(InternalRow row);

  /**
   * Moves on to the next waiting row, if it is to be emitted before the input is read on. May wait
   * for the LLM.
   */
  boolean due();

  /** Moves on to the next waiting row at the end of the input. May wait for the LLM. */
  boolean rest();

  /** The waiting row that is to be emitted. */
  InternalRow row();

  /** Whether the answer is NULL. */
  default boolean isNull() {
    return value() == null;
  }

  /** The answer of a function that returns BOOLEAN. */
  default boolean isTrue() {
    return Boolean.TRUE.equals(value());
  }

  /** The answer in Catalyst's form; null where it is NULL. */
  @Nullable Object value();
}
