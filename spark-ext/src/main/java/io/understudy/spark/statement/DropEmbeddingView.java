package io.understudy.spark.statement;

import io.understudy.spark.bridge.JavaCommand;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.view.EmbeddingViews;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** {@code DROP EMBEDDING VIEW}: removes a view and its vectors. Returns no rows. */
public final class DropEmbeddingView extends JavaCommand {
  private static final long serialVersionUID = 1L;

  private static final String STATEMENT = "DROP EMBEDDING VIEW";

  private final String view;
  private final boolean ifThere;

  /**
   * @param ifThere whether it is no error that there is none
   */
  public DropEmbeddingView(String view, boolean ifThere) {
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
    EmbeddingViews views =
        new EmbeddingViews(session, UnderstudyConf.ofActiveSession(), STATEMENT, view);
    if (!ifThere || views.has(view)) {
      views.drop(view);
    }
    return List.of();
  }
}
