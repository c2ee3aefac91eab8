package io.understudy.spark.statement;

import io.understudy.catalyst.error.AiAnalysisException;
import io.understudy.error.ErrorCondition;
import io.understudy.spark.prepared.ModelFolder;
import io.understudy.spark.prepared.PreparedModel;
import io.understudy.spark.prepared.PreparedModel.Recipe;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;

/**
 * {@code REFRESH AI MODEL}: trains and judges again by the statement that made the model, on the
 * data as it is now. Returns what {@code DESCRIBE AI MODEL} says; the former model stays if none
 * can be made.
 */
public final class RefreshModel extends NamedCommand {
  private static final long serialVersionUID = 1L;

  private static final String STATEMENT = "REFRESH AI MODEL";

  /** For copies, which Spark makes by the arguments of {@link #of}'s result. */
  public RefreshModel(String model, List<Attribute> columns) {
    super(model, columns);
  }

  static RefreshModel of(String model) {
    return new RefreshModel(model, DescribeModel.columns());
  }

  @Override
  protected List<Row> execute(SparkSession session) {
    ModelFolder folder = ModelTraining.folder(session, subject());
    PreparedModel known = folder.read(subject()).orElseThrow(() -> folder.notFound(subject()));
    Recipe recipe = known.origin().recipe();
    if (recipe == null) {
      throw AiAnalysisException.raise(
          ErrorCondition.UNDERSTUDY_STATEMENT,
          Map.of(
              "statement",
              STATEMENT,
              "problem",
              known.name()
                  + " was kept from a query and has no statement that makes it; run the query again,"
                  + " or use CREATE AI MODEL"));
    }
    PreparedModel made = new ModelTraining(session, STATEMENT).trainAgain(known, recipe);
    folder.write(made);
    return ModelRows.describe(made);
  }
}
