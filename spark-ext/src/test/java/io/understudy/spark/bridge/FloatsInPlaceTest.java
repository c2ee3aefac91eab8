package io.understudy.spark.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.execution.vectorized.OffHeapColumnVector;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FloatsInPlaceTest {
  private static final int BEFORE = 3;

  private static float[] made(int length) {
    float[] floats = new float[length];
    for (int i = 0; i < length; i++) {
      floats[i] = i * 0.5f - 1;
    }
    return floats;
  }

  private static ColumnarArray columnar(WritableColumnVector column, float[] floats) {
    for (int i = 0; i < BEFORE; i++) {
      column.appendFloat(99);
    }
    for (float entry : floats) {
      column.appendFloat(entry);
    }
    return new ColumnarArray(column, BEFORE, floats.length);
  }

  /** A row of 70 floats in each form in which Spark hands it on. */
  static Stream<ArrayData> forms() {
    float[] floats = made(70);
    Object[] boxed = new Object[70];
    Arrays.setAll(boxed, i -> floats[i]);
    return Stream.of(
        columnar(new OnHeapColumnVector(100, DataTypes.FloatType), floats),
        columnar(new OffHeapColumnVector(100, DataTypes.FloatType), floats),
        UnsafeArrayData.fromPrimitiveArray(floats),
        new GenericArrayData(boxed));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void showsTheRowInEveryForm(ArrayData array) {
    FloatsInPlace floats = new FloatsInPlace(false);
    assertThat(floats.look(array)).isTrue();
    assertThat(Arrays.copyOfRange(floats.values(), floats.offset(), floats.offset() + 70))
        .containsExactly(made(70));
  }

  @Test
  void copiesNothingOutOfAColumnOnTheHeap() {
    FloatsInPlace floats = new FloatsInPlace(false);
    floats.look(columnar(new OnHeapColumnVector(100, DataTypes.FloatType), made(70)));
    assertThat(floats.offset()).isEqualTo(BEFORE);
    assertThat(floats.values()).hasSizeGreaterThan(70 + BEFORE);
  }

  @Test
  void narrowsDoubles() {
    FloatsInPlace floats = new FloatsInPlace(true);
    assertThat(floats.look(UnsafeArrayData.fromPrimitiveArray(new double[] {0.1, 2}))).isTrue();
    assertThat(Arrays.copyOf(floats.values(), 2)).containsExactly(0.1f, 2);
  }

  @Test
  void findsANullWhereverItIs() {
    for (int at : List.of(0, 63, 64, 69)) {
      OnHeapColumnVector column = new OnHeapColumnVector(100, DataTypes.FloatType);
      ColumnarArray columnar = columnar(column, made(70));
      column.putNull(BEFORE + at);
      UnsafeArrayData row = UnsafeArrayData.fromPrimitiveArray(made(70));
      row.setNullAt(at);
      assertThat(new FloatsInPlace(false).look(columnar)).isFalse();
      assertThat(new FloatsInPlace(false).look(row)).isFalse();
    }
  }

  /** A NULL in another row of the batch says nothing of this one. */
  @Test
  void seesPastANullOfAnotherRow() {
    OnHeapColumnVector column = new OnHeapColumnVector(100, DataTypes.FloatType);
    ColumnarArray columnar = columnar(column, made(70));
    column.putNull(BEFORE - 1);
    assertThat(new FloatsInPlace(false).look(columnar)).isTrue();
  }
}
