package io.understudy.spark.view;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import io.understudy.sample.ContentKey;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The key of a text: that of the data of a prompt with this text in its one slot. */
final class TextKey implements UDF1<String, Row> {
  private static final long serialVersionUID = 1L;

  private static final String KEY = "key";

  /** The two halves of a key. */
  static final StructType TYPE =
      new StructType()
          .add(VectorTable.HIGH, DataTypes.LongType, false)
          .add(VectorTable.LOW, DataTypes.LongType, false);

  @Override
  public Row call(String text) {
    ContentKey key = ContentKey.of(List.of(text));
    return RowFactory.create(key.high(), key.low());
  }

  /** Rows of a text become rows of the key's halves and the text. */
  static Dataset<Row> of(Dataset<Row> texts) {
    return texts
        .withColumn(KEY, udf(new TextKey(), TYPE).apply(col(ViewSource.TEXT)))
        .select(
            col(KEY + "." + VectorTable.HIGH),
            col(KEY + "." + VectorTable.LOW),
            col(ViewSource.TEXT));
  }
}
