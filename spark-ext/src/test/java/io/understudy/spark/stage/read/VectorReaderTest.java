package io.understudy.spark.stage.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.VectorUDT;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VectorReaderTest {
  private static final DataType FLOATS = DataType.fromDDL("ARRAY<FLOAT>");
  private static final DataType DOUBLES = DataType.fromDDL("ARRAY<DOUBLE>");
  private static final DataType NAMED =
      DataType.fromDDL("ARRAY<STRUCT<name: STRING, v: ARRAY<FLOAT>>>");
  private static final DataType NAMED_DOUBLES =
      DataType.fromDDL("ARRAY<STRUCT<name: STRING, v: ARRAY<DOUBLE>>>");
  private static final VectorUDT VECTOR = (VectorUDT) SQLDataTypes.VectorType();

  static Stream<Arguments> forms() {
    return Stream.of(
        Arguments.of(FLOATS, floats(1f, 2f), new float[] {1, 2}),
        Arguments.of(DOUBLES, doubles(1d, 2d), new float[] {1, 2}),
        Arguments.of(FLOATS, floats(), new float[0]),
        Arguments.of(FLOATS, null, null),
        Arguments.of(FLOATS, floats(1f, null), null),
        Arguments.of(DOUBLES, doubles(null, 1d), null),
        Arguments.of(FLOATS, floats(Float.NaN, 1f), new float[] {Float.NaN, 1}),
        Arguments.of(NAMED, named(floats(1f), floats(2f, 3f)), new float[] {1, 2, 3}),
        Arguments.of(NAMED_DOUBLES, named(doubles(1d), doubles(2d)), new float[] {1, 2}),
        Arguments.of(NAMED, named(floats(1f), null), null),
        Arguments.of(NAMED, named(floats(1f), floats((Float) null)), null),
        Arguments.of(NAMED, new GenericArrayData(new Object[] {null}), null),
        Arguments.of(VECTOR, VECTOR.serialize(Vectors.dense(1, 2)), new float[] {1, 2}),
        Arguments.of(
            VECTOR,
            VECTOR.serialize(Vectors.sparse(4, new int[] {1, 3}, new double[] {5, 7})),
            new float[] {0, 5, 0, 7}));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void readsEveryForm(DataType type, @Nullable Object value, float @Nullable [] expected) {
    VectorReader reader = new VectorReader(new BoundReference(0, type, true));
    InternalRow row = new GenericInternalRow(new Object[] {value});
    assertThat(reader.read(row)).isEqualTo(expected);
    // The same row as it comes out of an exchange.
    InternalRow unsafe = UnsafeProjection.create(new DataType[] {type}).apply(row);
    assertThat(reader.read(unsafe)).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void givesAnArrayOfItsOwn(DataType type, @Nullable Object value, float @Nullable [] expected) {
    VectorReader reader = new VectorReader(new BoundReference(0, type, true));
    InternalRow row = new GenericInternalRow(new Object[] {value});
    float[] first = reader.read(row);
    if (first != null && first.length > 0) {
      first[0] = -99;
      assertThat(reader.read(row)).isEqualTo(expected);
    }
  }

  private static ArrayData floats(@Nullable Float... values) {
    return new GenericArrayData(values);
  }

  private static ArrayData doubles(@Nullable Double... values) {
    return new GenericArrayData(values);
  }

  private static ArrayData named(@Nullable ArrayData... vectors) {
    Object[] parts = new Object[vectors.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = new GenericInternalRow(new Object[] {UTF8String.fromString("c" + i), vectors[i]});
    }
    return new GenericArrayData(parts);
  }
}
