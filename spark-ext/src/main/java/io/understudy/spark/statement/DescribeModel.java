package io.understudy.spark.statement;

import io.understudy.spark.bridge.JavaCommand;
import io.understudy.spark.prepared.ModelFolder;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;

/** {@code DESCRIBE AI MODEL}: one row for each property. */
public final class DescribeModel extends JavaCommand {
  private static final long serialVersionUID = 1L;

  private final String model;
  private final List<Attribute> columns;

  /** For copies, which Spark makes by the arguments of {@link #of}'s result. */
  public DescribeModel(String model, List<Attribute> columns) {
    super(columns);
    this.model = model;
    this.columns = columns;
  }

  static DescribeModel of(String model) {
    return new DescribeModel(model, columns());
  }

  static List<Attribute> columns() {
    return ModelRows.texts("property", "value");
  }

  @Override
  protected List<Object> elements() {
    return List.of(model, columns);
  }

  @Override
  protected List<Row> execute(SparkSession session) {
    ModelFolder folder = ModelTraining.folder(session, model);
    return ModelRows.describe(folder.read(model).orElseThrow(() -> folder.notFound(model)));
  }
}
