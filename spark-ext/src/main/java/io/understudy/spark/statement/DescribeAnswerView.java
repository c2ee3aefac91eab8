package io.understudy.spark.statement;

import io.understudy.spark.answer.AnswerView;
import io.understudy.spark.answer.AnswerViews;
import io.understudy.spark.bridge.CommandColumns;
import io.understudy.spark.config.UnderstudyConf;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;

/** {@code DESCRIBE AI VIEW}: what a view is made of, a row per property. */
public final class DescribeAnswerView extends NamedCommand {
  private static final long serialVersionUID = 1L;

  private static final String STATEMENT = "DESCRIBE AI VIEW";

  static DescribeAnswerView of(String view) {
    return new DescribeAnswerView(view, CommandColumns.of(Property.TYPE));
  }

  /** For copies, which Spark makes by the arguments of {@link #of}'s result. */
  public DescribeAnswerView(String view, List<Attribute> columns) {
    super(view, columns);
  }

  @Override
  protected List<Row> execute(SparkSession session) {
    AnswerViews views =
        new AnswerViews(session, UnderstudyConf.ofActiveSession(), STATEMENT, subject());
    AnswerView found = views.get();
    return List.of(
        Property.row("view", found.name()),
        Property.row("query", found.query()),
        Property.row("schema", String.join(".", found.place())),
        Property.row("columns", found.columns().toDDL()),
        Property.row("rows", Long.toString(found.counts().rows())),
        Property.row("failed", Long.toString(found.counts().failed())),
        Property.row("refreshed_at", found.refreshedAt().toString()),
        Property.row("source_version", found.data().known() ? found.data().shortVersion() : "none"),
        Property.row("answers", views.location(found)));
  }
}
