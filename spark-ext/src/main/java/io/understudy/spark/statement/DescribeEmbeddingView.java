package io.understudy.spark.statement;

import io.understudy.spark.bridge.CommandColumns;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.view.EmbeddingView;
import io.understudy.spark.view.EmbeddingViews;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;

/** {@code DESCRIBE EMBEDDING VIEW}: what a view is of, a row per property. */
public final class DescribeEmbeddingView extends NamedCommand {
  private static final long serialVersionUID = 1L;

  private static final String STATEMENT = "DESCRIBE EMBEDDING VIEW";

  static DescribeEmbeddingView of(String view) {
    return new DescribeEmbeddingView(view, CommandColumns.of(Property.TYPE));
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
        Property.row("view", found.name()),
        Property.row("table", found.table()),
        Property.row("column", found.column()),
        Property.row("embedder", found.embedder().name()),
        Property.row("identity", found.embedder().identity()),
        Property.row("dimension", Integer.toString(found.embedder().dimension())),
        Property.row("contents", Long.toString(found.contents())),
        Property.row(
            "status", found.whole() ? "whole" : "not whole: REFRESH goes on where it stopped"),
        Property.row("refreshed_at", found.refreshedAt().toString()),
        Property.row("source_version", found.version().isEmpty() ? "none" : found.version()),
        Property.row("vectors", views.location(found)));
  }
}
