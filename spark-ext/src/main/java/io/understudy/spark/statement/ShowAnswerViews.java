package io.understudy.spark.statement;

import io.understudy.spark.answer.AnswerView;
import io.understudy.spark.answer.AnswerViews;
import io.understudy.spark.bridge.CommandColumns;
import io.understudy.spark.config.UnderstudyConf;
import java.sql.Timestamp;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** {@code SHOW AI VIEWS}: one row per view of the store, by name. */
public final class ShowAnswerViews extends ShowCommand {
  private static final long serialVersionUID = 1L;

  private static final String STATEMENT = "SHOW AI VIEWS";
  private static final StructType TYPE =
      new StructType()
          .add("view", DataTypes.StringType, false)
          .add("query", DataTypes.StringType, false)
          .add("rows", DataTypes.LongType, false)
          .add("failed", DataTypes.LongType, false)
          .add("refreshed_at", DataTypes.TimestampType, false);

  static ShowAnswerViews of() {
    return new ShowAnswerViews(CommandColumns.of(TYPE));
  }

  /** For copies, which Spark makes by the arguments of {@link #of}'s result. */
  public ShowAnswerViews(List<Attribute> columns) {
    super(columns);
  }

  @Override
  protected List<Row> execute(SparkSession session) {
    return new AnswerViews(session, UnderstudyConf.ofActiveSession(), STATEMENT, "")
        .list().stream().map(ShowAnswerViews::row).toList();
  }

  private static Row row(AnswerView view) {
    return RowFactory.create(
        view.name(),
        view.query(),
        view.counts().rows(),
        view.counts().failed(),
        Timestamp.from(view.refreshedAt()));
  }
}
