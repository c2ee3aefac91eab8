package io.understudy.spark.statement;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A row of what {@code DESCRIBE} says of a view. */
final class Property {
  static final StructType TYPE =
      new StructType()
          .add("property", DataTypes.StringType, false)
          .add("value", DataTypes.StringType, false);

  private Property() {}

  static Row row(String property, String value) {
    return RowFactory.create(property, value);
  }
}
