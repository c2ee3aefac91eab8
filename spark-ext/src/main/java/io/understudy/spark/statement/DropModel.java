package io.understudy.spark.statement;

import io.understudy.spark.bridge.JavaCommand;
import io.understudy.spark.prepared.ModelFolder;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;

/** {@code DROP AI MODEL}: forgets a model, readable or not. Its labels stay in the store. */
public final class DropModel extends JavaCommand {
  private static final long serialVersionUID = 1L;

  private final String model;
  private final boolean ifExists;

  /** For copies, which Spark makes by the arguments of {@link #of}'s result. */
  public DropModel(String model, boolean ifExists) {
    super(List.<Attribute>of());
    this.model = model;
    this.ifExists = ifExists;
  }

  static DropModel of(String model, boolean ifExists) {
    return new DropModel(model, ifExists);
  }

  @Override
  public List<Object> elements() {
    return List.of(model, ifExists);
  }

  @Override
  protected List<Row> execute(SparkSession session) {
    ModelFolder folder = ModelTraining.folder(session, model);
    if (!folder.drop(model) && !ifExists) {
      throw folder.notFound(model);
    }
    return List.of();
  }
}
