package io.understudy.spark.stage.read;

import io.understudy.call.RowData;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Reads a row's data for the slots of a prompt. */
public final class DataReader implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Expression[] slots;

  /**
   * @param slots text expressions, bound to the input's columns
   */
  public DataReader(List<Expression> slots) {
    this.slots = slots.toArray(Expression[]::new);
  }

  /** How many texts a row has. */
  public int slots() {
    return slots.length;
  }

  /** The slots' texts as UTF-8, or null where any of them is NULL. */
  public byte @Nullable [][] read(InternalRow row) {
    byte[][] values = new byte[slots.length][];
    for (int i = 0; i < slots.length; i++) {
      UTF8String text = (UTF8String) slots[i].eval(row);
      if (text == null) {
        return null;
      }
      values[i] = text.getBytes();
    }
    return values;
  }

  /** The texts as the LLM sees them. */
  public static RowData data(byte[][] values) {
    List<String> texts = new ArrayList<>(values.length);
    for (byte[] value : values) {
      texts.add(new String(value, StandardCharsets.UTF_8));
    }
    return new RowData(texts);
  }
}
