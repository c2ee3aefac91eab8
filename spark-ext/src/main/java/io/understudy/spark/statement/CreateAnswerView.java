package io.understudy.spark.statement;

import io.understudy.spark.answer.AnswerView;
import io.understudy.spark.answer.AnswerViews;
import io.understudy.spark.bridge.CommandColumns;
import io.understudy.spark.bridge.JavaCommand;
import io.understudy.spark.config.UnderstudyConf;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;

/**
 * {@code CREATE AI VIEW}: answers a query's calls for every row and keeps the rows. Returns one row
 * with what was done.
 */
public final class CreateAnswerView extends JavaCommand {
  private static final long serialVersionUID = 1L;

  private static final String STATEMENT = "CREATE AI VIEW";

  private final String view;
  private final String query;
  private final boolean unlessThere;
  private final List<Attribute> columns;

  /**
   * @param query a SELECT
   * @param unlessThere whether nothing is done where a view of that name is
   */
  static CreateAnswerView of(String view, String query, boolean unlessThere) {
    return new CreateAnswerView(view, query, unlessThere, CommandColumns.of(AnsweredRow.TYPE));
  }

  /** For copies, which Spark makes by the arguments of {@link #of}'s result. */
  public CreateAnswerView(String view, String query, boolean unlessThere, List<Attribute> columns) {
    super(columns);
    this.view = view;
    this.query = query;
    this.unlessThere = unlessThere;
    this.columns = columns;
  }

  @Override
  public List<Object> elements() {
    return List.of(view, query, unlessThere, columns);
  }

  @Override
  protected List<Row> execute(SparkSession session) {
    AnswerViews views = new AnswerViews(session, UnderstudyConf.ofActiveSession(), STATEMENT, view);
    Optional<AnswerView> there = unlessThere ? views.find() : Optional.empty();
    return List.of(
        there.map(AnsweredRow::unchanged).orElseGet(() -> AnsweredRow.of(views.create(query))));
  }
}
