package io.understudy.spark.statement;

import io.understudy.error.ErrorCondition;
import io.understudy.spark.bridge.JavaCommand;
import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.prepared.ModelFolder;
import io.understudy.spark.prepared.PreparedModel;
import io.understudy.spark.prepared.PreparedModel.Recipe;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;

/** {@code CREATE AI MODEL}: returns what {@code DESCRIBE AI MODEL} says of the model. */
public final class CreateModel extends JavaCommand {
  private static final long serialVersionUID = 1L;

  private final String model;
  private final boolean ifNotExists;
  private final Recipe recipe;
  private final List<Attribute> columns;

  /** For copies, which Spark makes by the arguments of {@link #of}'s result. */
  public CreateModel(String model, boolean ifNotExists, Recipe recipe, List<Attribute> columns) {
    super(columns);
    this.model = model;
    this.ifNotExists = ifNotExists;
    this.recipe = recipe;
    this.columns = columns;
  }

  static CreateModel of(String model, boolean ifNotExists, Recipe recipe) {
    return new CreateModel(model, ifNotExists, recipe, DescribeModel.columns());
  }

  @Override
  public List<Object> elements() {
    return List.of(model, ifNotExists, recipe, columns);
  }

  @Override
  protected List<Row> execute(SparkSession session) {
    ModelFolder folder = ModelTraining.folder(session, model);
    String name = folder.checkedName(model);
    Optional<PreparedModel> there = ifNotExists ? folder.read(name) : Optional.empty();
    if (there.isPresent()) {
      return ModelRows.describe(there.get());
    }
    refuseDouble(folder, name);
    PreparedModel made = new ModelTraining(session, "CREATE AI MODEL").train(name, recipe);
    // Somebody may have been quicker; then the model is theirs, and the labels are kept anyway.
    if (ifNotExists) {
      Optional<PreparedModel> meanwhile = folder.read(name);
      if (meanwhile.isPresent()) {
        return ModelRows.describe(meanwhile.get());
      }
    }
    refuseDouble(folder, name);
    folder.write(made);
    return ModelRows.describe(made);
  }

  private static void refuseDouble(ModelFolder folder, String name) {
    if (folder.names().contains(name)) {
      throw new UnderstudyException(ErrorCondition.UNDERSTUDY_MODEL_EXISTS, Map.of("model", name));
    }
  }
}
