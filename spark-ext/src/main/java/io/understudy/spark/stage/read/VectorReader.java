package io.understudy.spark.stage.read;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Reads a row's embedding out of the forms that the {@code embeddings} argument may have. */
public final class VectorReader implements Serializable {
  private static final long serialVersionUID = 1L;

  private enum Form {
    FLOATS,
    DOUBLES,
    NAMED_FLOATS,
    NAMED_DOUBLES,
    ML_VECTOR
  }

  private final Expression embeddings;
  private final Form form;

  /**
   * @param embeddings the argument, bound to the input's columns
   */
  public VectorReader(Expression embeddings) {
    this.embeddings = embeddings;
    this.form = formOf(embeddings.dataType());
  }

  /** Whether the argument is a plain array, and not a struct or several vectors. */
  public static boolean plain(DataType type) {
    return switch (formOf(type)) {
      case FLOATS, DOUBLES -> true;
      case NAMED_FLOATS, NAMED_DOUBLES, ML_VECTOR -> false;
    };
  }

  /** Whether the argument is an array of doubles. */
  public boolean doubles() {
    return form == Form.DOUBLES;
  }

  /** The vector of a row, or null where it is NULL or has a NULL in it. */
  public float @Nullable [] read(InternalRow row) {
    Object value = embeddings.eval(row);
    if (value == null) {
      return null;
    }
    return switch (form) {
      case FLOATS -> floats((ArrayData) value);
      case DOUBLES -> doubles((ArrayData) value);
      case NAMED_FLOATS, NAMED_DOUBLES -> concatenated((ArrayData) value);
      case ML_VECTOR -> mlVector((InternalRow) value);
    };
  }

  private static Form formOf(DataType type) {
    if (!(type instanceof ArrayType array)) {
      return Form.ML_VECTOR;
    }
    if (array.elementType() instanceof StructType struct) {
      ArrayType inner = (ArrayType) struct.apply(1).dataType();
      return inner.elementType() instanceof DoubleType ? Form.NAMED_DOUBLES : Form.NAMED_FLOATS;
    }
    return array.elementType() instanceof DoubleType ? Form.DOUBLES : Form.FLOATS;
  }

  private static float @Nullable [] floats(ArrayData array) {
    return hasNull(array) ? null : array.toFloatArray();
  }

  private static float @Nullable [] doubles(ArrayData array) {
    return hasNull(array) ? null : narrowed(array.toDoubleArray());
  }

  /** Vectors of several columns side by side, in the order of the argument. */
  private float @Nullable [] concatenated(ArrayData parts) {
    float[] all = new float[0];
    for (int i = 0; i < parts.numElements(); i++) {
      if (parts.isNullAt(i)) {
        return null;
      }
      InternalRow part = parts.getStruct(i, 2);
      if (part.isNullAt(1)) {
        return null;
      }
      ArrayData array = part.getArray(1);
      float[] next = form == Form.NAMED_DOUBLES ? doubles(array) : floats(array);
      if (next == null) {
        return null;
      }
      float[] longer = java.util.Arrays.copyOf(all, all.length + next.length);
      System.arraycopy(next, 0, longer, all.length, next.length);
      all = longer;
    }
    return all;
  }

  /** MLlib's row form: type (0 sparse, 1 dense), size, indices, values. */
  private static float[] mlVector(InternalRow vector) {
    double[] values = vector.getArray(3).toDoubleArray();
    if (vector.getByte(0) == 1) {
      return narrowed(values);
    }
    float[] dense = new float[vector.getInt(1)];
    int[] indices = vector.getArray(2).toIntArray();
    for (int i = 0; i < indices.length; i++) {
      dense[indices[i]] = (float) values[i];
    }
    return dense;
  }

  private static boolean hasNull(ArrayData array) {
    for (int i = 0; i < array.numElements(); i++) {
      if (array.isNullAt(i)) {
        return true;
      }
    }
    return false;
  }

  private static float[] narrowed(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
