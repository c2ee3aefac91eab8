package io.understudy.spark.statement;

import io.understudy.spark.answer.AnswerView;
import io.understudy.spark.answer.AnswerViews.Changed;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The row that says what became of an answer view. */
final class AnsweredRow {
  static final StructType TYPE =
      new StructType()
          .add("view", DataTypes.StringType, false)
          .add("rows", DataTypes.LongType, false)
          .add("added", DataTypes.LongType, false)
          .add("removed", DataTypes.LongType, false)
          .add("failed", DataTypes.LongType, false);

  private AnsweredRow() {}

  static Row of(Changed changed) {
    AnswerView view = changed.view();
    return RowFactory.create(
        view.name(),
        view.counts().rows(),
        changed.added(),
        changed.removed(),
        view.counts().failed());
  }

  static Row unchanged(AnswerView view) {
    return of(new Changed(view, 0, 0));
  }
}
