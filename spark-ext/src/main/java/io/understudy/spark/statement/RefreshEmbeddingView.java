package io.understudy.spark.statement;

import io.understudy.spark.bridge.CommandColumns;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.view.EmbeddingViews;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;

/**
 * {@code REFRESH EMBEDDING VIEW}: embeds what is new in the source, and drops what vanished from
 * it. Returns one row with what was done.
 */
public final class RefreshEmbeddingView extends NamedCommand {
  private static final long serialVersionUID = 1L;

  private static final String STATEMENT = "REFRESH EMBEDDING VIEW";

  static RefreshEmbeddingView of(String view) {
    return new RefreshEmbeddingView(view, CommandColumns.of(ChangedRow.TYPE));
  }

  /** For copies, which Spark makes by the arguments of {@link #of}'s result. */
  public RefreshEmbeddingView(String view, List<Attribute> columns) {
    super(view, columns);
  }

  @Override
  protected List<Row> execute(SparkSession session) {
    return List.of(
        ChangedRow.of(
            new EmbeddingViews(session, UnderstudyConf.ofActiveSession(), STATEMENT, subject())
                .refresh(subject())));
  }
}
