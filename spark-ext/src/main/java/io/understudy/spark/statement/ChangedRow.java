package io.understudy.spark.statement;

import io.understudy.spark.view.EmbeddingView;
import io.understudy.spark.view.EmbeddingViews.Changed;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The row that says what became of an embedding view. */
final class ChangedRow {
  static final StructType TYPE =
      new StructType()
          .add("view", DataTypes.StringType, false)
          .add("contents", DataTypes.LongType, false)
          .add("embedded", DataTypes.LongType, false)
          .add("dropped", DataTypes.LongType, false);

  private ChangedRow() {}

  static Row of(Changed changed) {
    EmbeddingView view = changed.view();
    return RowFactory.create(view.name(), view.contents(), changed.embedded(), changed.dropped());
  }

  static Row unchanged(EmbeddingView view) {
    return of(new Changed(view, 0, 0));
  }
}
