package io.understudy.spark.statement;

import io.understudy.spark.prepared.ModelFolder;
import org.apache.spark.sql.SparkSession;

/** {@code DROP AI MODEL}: forgets a model, readable or not. Its labels stay in the store. */
public final class DropModel extends DropCommand {
  private static final long serialVersionUID = 1L;

  /** For copies, which Spark makes by the arguments of {@link #of}'s result. */
  public DropModel(String model, boolean ifExists) {
    super(model, ifExists);
  }

  static DropModel of(String model, boolean ifExists) {
    return new DropModel(model, ifExists);
  }

  @Override
  void drop(SparkSession session, String name, boolean ifThere) {
    ModelFolder folder = ModelTraining.folder(session, name);
    if (!folder.drop(name) && !ifThere) {
      throw folder.notFound(name);
    }
  }
}
