package io.understudy.spark.bridge;

import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * What one task learns about its rows, told row by row; at their end it comes out in a few parts.
 *
 * <pre>
 * for each row: digest.text(0, ...) or digest.number(0, ...), ...; digest.take(vector);
 * while (digest.next()) hand on digest.part(), digest.bytes();
 * </pre>
 */
public interface RowDigest {
  /** Sets one slot's text of the row that is taken next; not kept beyond that. */
  default void text(int slot, @Nullable UTF8String text) {
    throw new UnsupportedOperationException("slot " + slot + " is no text");
  }

  /** Sets one slot's number of the row that is taken next. */
  default void number(int slot, long value) {
    throw new UnsupportedOperationException("slot " + slot + " is no number");
  }

  /**
   * Looks at the row whose slots were set.
   *
   * @param vector of the row, null if it has none; not kept
   */
  void take(@Nullable ArrayData vector);

  /** Moves on to the next part; after the last row. */
  boolean next();

  /** Where the part belongs, a number that parts of other tasks may have, too. */
  int part();

  /** What the part says. */
  byte[] bytes();
}
