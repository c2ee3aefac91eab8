package io.understudy.spark.statement;

import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.view.EmbeddingViews;
import org.apache.spark.sql.SparkSession;

/** {@code DROP EMBEDDING VIEW}: removes a view and its vectors. */
public final class DropEmbeddingView extends DropCommand {
  private static final long serialVersionUID = 1L;

  private static final String STATEMENT = "DROP EMBEDDING VIEW";

  /**
   * @param ifThere whether it is no error that there is none
   */
  public DropEmbeddingView(String view, boolean ifThere) {
    super(view, ifThere);
  }

  @Override
  void drop(SparkSession session, String name, boolean ifThere) {
    EmbeddingViews views =
        new EmbeddingViews(session, UnderstudyConf.ofActiveSession(), STATEMENT, name);
    if (!ifThere || views.exists(name)) {
      views.drop(name);
    }
  }
}
