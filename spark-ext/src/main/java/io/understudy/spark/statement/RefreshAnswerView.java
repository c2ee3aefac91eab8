package io.understudy.spark.statement;

import io.understudy.spark.answer.AnswerViews;
import io.understudy.spark.bridge.CommandColumns;
import io.understudy.spark.config.UnderstudyConf;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;

/**
 * {@code REFRESH AI VIEW}: answers the rows that are new in the source, and drops those that
 * vanished from it. Returns one row with what was done.
 */
public final class RefreshAnswerView extends NamedCommand {
  private static final long serialVersionUID = 1L;

  private static final String STATEMENT = "REFRESH AI VIEW";

  static RefreshAnswerView of(String view) {
    return new RefreshAnswerView(view, CommandColumns.of(AnsweredRow.TYPE));
  }

  /** For copies, which Spark makes by the arguments of {@link #of}'s result. */
  public RefreshAnswerView(String view, List<Attribute> columns) {
    super(view, columns);
  }

  @Override
  protected List<Row> execute(SparkSession session) {
    return List.of(
        AnsweredRow.of(
            new AnswerViews(session, UnderstudyConf.ofActiveSession(), STATEMENT, subject())
                .refresh()));
  }
}
