package io.understudy.spark.statement;

import io.understudy.spark.bridge.CommandColumns;
import io.understudy.spark.bridge.JavaCommand;
import io.understudy.spark.bridge.SqlText;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.view.EmbeddingViews;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;

/**
 * {@code CREATE EMBEDDING VIEW}: embeds every different text of a column and keeps the vectors.
 * Returns one row with what was done.
 */
public final class CreateEmbeddingView extends JavaCommand {
  private static final long serialVersionUID = 1L;

  private static final String STATEMENT = "CREATE EMBEDDING VIEW";

  private final String view;
  private final String table;
  private final String column;
  private final String embedder;
  private final boolean unlessThere;
  private final List<Attribute> columns;

  /**
   * @param table the parts of its name
   * @param embedder blank for the session's
   * @param unlessThere whether nothing is done where a view of that name is
   */
  static CreateEmbeddingView of(
      String view, List<String> table, String column, String embedder, boolean unlessThere) {
    return new CreateEmbeddingView(
        view,
        SqlText.quoted(table),
        column,
        embedder,
        unlessThere,
        CommandColumns.of(ChangedRow.TYPE));
  }

  /** For copies, which Spark makes by the arguments of {@link #of}'s result. */
  public CreateEmbeddingView(
      String view,
      String table,
      String column,
      String embedder,
      boolean unlessThere,
      List<Attribute> columns) {
    super(columns);
    this.view = view;
    this.table = table;
    this.column = column;
    this.embedder = embedder;
    this.unlessThere = unlessThere;
    this.columns = columns;
  }

  @Override
  public List<Object> elements() {
    return List.of(view, table, column, embedder, unlessThere, columns);
  }

  @Override
  protected List<Row> execute(SparkSession session) {
    EmbeddingViews views =
        new EmbeddingViews(session, UnderstudyConf.ofActiveSession(), STATEMENT, view);
    return List.of(
        unlessThere && views.has(view)
            ? ChangedRow.unchanged(views.get(view))
            : ChangedRow.of(views.create(view, table, column, embedder)));
  }
}
