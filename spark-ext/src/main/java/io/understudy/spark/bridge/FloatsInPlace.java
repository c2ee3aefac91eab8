package io.understudy.spark.bridge;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.unsafe.Platform;
import org.jspecify.annotations.Nullable;

/**
 * A row's floats where they lie: in the memory that the Parquet reader has filled, uncopied, if
 * Spark's columns are on the heap and have the fields that they have today; elsewhere in a buffer
 * that is used again for every row. Doubles are narrowed into the buffer. For one task.
 */
public final class FloatsInPlace {
  private static final @Nullable VarHandle DATA =
      field(ColumnarArray.class, "data", ColumnVector.class);
  private static final @Nullable VarHandle OFFSET = field(ColumnarArray.class, "offset", int.class);
  private static final @Nullable VarHandle FLOATS =
      field(OnHeapColumnVector.class, "floatData", float[].class);

  private final boolean doubles;
  private float[] buffer = new float[0];
  private float[] values = buffer;
  private int offset;

  /**
   * @param doubles whether arrays are of doubles, else of floats
   */
  public FloatsInPlace(boolean doubles) {
    this.doubles = doubles;
  }

  /**
   * Looks at a row's array.
   *
   * @return false if there is a NULL in it
   */
  public boolean look(ArrayData array) {
    if (array instanceof ColumnarArray columnar && DATA != null && OFFSET != null) {
      ColumnVector column = (ColumnVector) DATA.get(columnar);
      if (column.hasNull() && hasNull(array)) {
        return false;
      }
      if (!doubles
          && FLOATS != null
          && column instanceof OnHeapColumnVector plain
          && !plain.hasDictionary()) {
        values = (float[]) FLOATS.get(plain);
        offset = (int) OFFSET.get(columnar);
        return true;
      }
    } else if (hasNull(array)) {
      return false;
    }
    copy(array);
    return true;
  }

  /** The array that holds the row looked at last. */
  public float[] values() {
    return values;
  }

  /** Where the row begins in {@link #values()}. */
  public int offset() {
    return offset;
  }

  private void copy(ArrayData array) {
    int length = array.numElements();
    if (buffer.length < length) {
      buffer = new float[length];
    }
    if (doubles) {
      for (int i = 0; i < length; i++) {
        buffer[i] = (float) array.getDouble(i);
      }
    } else if (array instanceof UnsafeArrayData row) {
      Platform.copyMemory(
          row.getBaseObject(),
          row.getBaseOffset() + UnsafeArrayData.calculateHeaderPortionInBytes(length),
          buffer,
          Platform.FLOAT_ARRAY_OFFSET,
          4L * length);
    } else {
      for (int i = 0; i < length; i++) {
        buffer[i] = array.getFloat(i);
      }
    }
    values = buffer;
    offset = 0;
  }

  private static boolean hasNull(ArrayData array) {
    if (array instanceof UnsafeArrayData row) {
      return hasNullBit(row);
    }
    for (int i = 0; i < array.numElements(); i++) {
      if (array.isNullAt(i)) {
        return true;
      }
    }
    return false;
  }

  /** The array's number of elements is followed by one bit for each, in words. */
  private static boolean hasNullBit(UnsafeArrayData row) {
    int words = (row.numElements() + Long.SIZE - 1) / Long.SIZE;
    for (int word = 1; word <= words; word++) {
      if (Platform.getLong(row.getBaseObject(), row.getBaseOffset() + 8L * word) != 0) {
        return true;
      }
    }
    return false;
  }

  /** Private fields have no promise; without them rows are copied. */
  private static @Nullable VarHandle field(Class<?> owner, String name, Class<?> type) {
    try {
      return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
          .findVarHandle(owner, name, type);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }
}
