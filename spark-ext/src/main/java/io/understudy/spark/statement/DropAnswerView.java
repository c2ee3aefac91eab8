package io.understudy.spark.statement;

import io.understudy.spark.answer.AnswerViews;
import io.understudy.spark.bridge.JavaCommand;
import io.understudy.spark.config.UnderstudyConf;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** {@code DROP AI VIEW}: removes a view and its rows. Returns no rows. */
public final class DropAnswerView extends JavaCommand {
  private static final long serialVersionUID = 1L;

  private static final String STATEMENT = "DROP AI VIEW";

  private final String view;
  private final boolean ifThere;

  /**
   * @param ifThere whether it is no error that there is none
   */
  public DropAnswerView(String view, boolean ifThere) {
    super(List.of());
    this.view = view;
    this.ifThere = ifThere;
  }

  @Override
  public List<Object> elements() {
    return List.of(view, ifThere);
  }

  @Override
  protected List<Row> execute(SparkSession session) {
    AnswerViews views = new AnswerViews(session, UnderstudyConf.ofActiveSession(), STATEMENT, view);
    if (!ifThere || views.exists()) {
      views.drop();
    }
    return List.of();
  }
}
