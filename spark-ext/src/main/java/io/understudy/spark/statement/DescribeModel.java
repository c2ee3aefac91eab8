package io.understudy.spark.statement;

import io.understudy.spark.prepared.ModelFolder;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;

/** {@code DESCRIBE AI MODEL}: one row for each property. */
public final class DescribeModel extends NamedCommand {
  private static final long serialVersionUID = 1L;

  /** For copies, which Spark makes by the arguments of {@link #of}'s result. */
  public DescribeModel(String model, List<Attribute> columns) {
    super(model, columns);
  }

  static DescribeModel of(String model) {
    return new DescribeModel(model, columns());
  }

  static List<Attribute> columns() {
    return ModelRows.texts("property", "value");
  }

  @Override
  protected List<Row> execute(SparkSession session) {
    ModelFolder folder = ModelTraining.folder(session, subject());
    return ModelRows.describe(folder.read(subject()).orElseThrow(() -> folder.notFound(subject())));
  }
}
