package io.understudy.spark.statement;

import io.understudy.spark.bridge.CommandColumns;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.view.EmbeddingView;
import io.understudy.spark.view.EmbeddingViews;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** {@code DESCRIBE EMBEDDING VIEW}: what a view is of, a row per property. */
public final class DescribeEmbeddingView extends NamedCommand {
  private static final long serialVersionUID = 1L;

  private static final String STATEMENT = "DESCRIBE EMBEDDING VIEW";
  private static final StructType TYPE =
      new StructType()
          .add("property", DataTypes.StringType, false)
          .add("value", DataTypes.StringType, false);

  static DescribeEmbeddingView of(String view) {
    return new DescribeEmbeddingView(view, CommandColumns.of(TYPE));
  }

  /** For copies, which Spark makes by the arguments of {@link #of}'s result. */
  public DescribeEmbeddingView(String view, List<Attribute> columns) {
    super(view, columns);
  }

  @Override
  protected List<Row> execute(SparkSession session) {
    EmbeddingViews views =
        new EmbeddingViews(session, UnderstudyConf.ofActiveSession(), STATEMENT, subject());
    EmbeddingView found = views.get(subject());
    return List.of(
        row("view", found.name()),
        row("table", found.table()),
        row("column", found.column()),
        row("embedder", found.embedder().name()),
        row("identity", found.embedder().identity()),
        row("dimension", Integer.toString(found.embedder().dimension())),
        row("contents", Long.toString(found.contents())),
        row("status", found.whole() ? "whole" : "not whole: REFRESH goes on where it stopped"),
        row("refreshed_at", found.refreshedAt().toString()),
        row("source_version", found.version().isEmpty() ? "none" : found.version()),
        row("vectors", views.location(found)));
  }

  private static Row row(String property, String value) {
    return RowFactory.create(property, value);
  }
}
