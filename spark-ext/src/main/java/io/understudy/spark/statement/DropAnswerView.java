package io.understudy.spark.statement;

import io.understudy.spark.answer.AnswerViews;
import io.understudy.spark.config.UnderstudyConf;
import org.apache.spark.sql.SparkSession;

/** {@code DROP AI VIEW}: removes a view and its rows. */
public final class DropAnswerView extends DropCommand {
  private static final long serialVersionUID = 1L;

  private static final String STATEMENT = "DROP AI VIEW";

  /**
   * @param ifThere whether it is no error that there is none
   */
  public DropAnswerView(String view, boolean ifThere) {
    super(view, ifThere);
  }

  @Override
  void drop(SparkSession session, String name, boolean ifThere) {
    AnswerViews views = new AnswerViews(session, UnderstudyConf.ofActiveSession(), STATEMENT, name);
    if (!ifThere || views.exists()) {
      views.drop();
    }
  }
}
