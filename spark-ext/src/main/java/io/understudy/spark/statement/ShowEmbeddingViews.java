package io.understudy.spark.statement;

import io.understudy.spark.bridge.CommandColumns;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.view.EmbeddingView;
import io.understudy.spark.view.EmbeddingViews;
import java.sql.Timestamp;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** {@code SHOW EMBEDDING VIEWS}: one row per view of the store, by name. */
public final class ShowEmbeddingViews extends ShowCommand {
  private static final long serialVersionUID = 1L;

  private static final String STATEMENT = "SHOW EMBEDDING VIEWS";
  private static final StructType TYPE =
      new StructType()
          .add("view", DataTypes.StringType, false)
          .add("table", DataTypes.StringType, false)
          .add("column", DataTypes.StringType, false)
          .add("embedder", DataTypes.StringType, false)
          .add("contents", DataTypes.LongType, false)
          .add("whole", DataTypes.BooleanType, false)
          .add("refreshed_at", DataTypes.TimestampType, false);

  static ShowEmbeddingViews of() {
    return new ShowEmbeddingViews(CommandColumns.of(TYPE));
  }

  /** For copies, which Spark makes by the arguments of {@link #of}'s result. */
  public ShowEmbeddingViews(List<Attribute> columns) {
    super(columns);
  }

  @Override
  protected List<Row> execute(SparkSession session) {
    return new EmbeddingViews(session, UnderstudyConf.ofActiveSession(), STATEMENT, "")
        .list().stream().map(ShowEmbeddingViews::row).toList();
  }

  private static Row row(EmbeddingView view) {
    return RowFactory.create(
        view.name(),
        view.table(),
        view.column(),
        view.embedder().name(),
        view.contents(),
        view.whole(),
        Timestamp.from(view.refreshedAt()));
  }
}
