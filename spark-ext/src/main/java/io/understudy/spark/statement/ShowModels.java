package io.understudy.spark.statement;

import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.prepared.ModelFolder;
import io.understudy.spark.prepared.PreparedModel;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;

/** {@code SHOW AI MODELS}: one row per model of the store, damaged ones with what is wrong. */
public final class ShowModels extends ShowCommand {
  private static final long serialVersionUID = 1L;

  /** For copies, which Spark makes by the arguments of {@link #all}'s result. */
  public ShowModels(List<Attribute> columns) {
    super(columns);
  }

  static ShowModels all() {
    return new ShowModels(
        ModelRows.texts(
            "model", "function", "instruction", "table", "version", "decision", "created"));
  }

  @Override
  protected List<Row> execute(SparkSession session) {
    ModelFolder folder = ModelTraining.folder(session, "*");
    List<Row> rows = new ArrayList<>();
    for (String name : folder.names()) {
      try {
        folder.read(name).ifPresent(model -> rows.add(row(model)));
      } catch (UnderstudyException damaged) {
        String problem = damaged.getMessageParameters().getOrDefault("problem", "");
        rows.add(RowFactory.create(name, "", "", "", "", problem, ""));
      }
    }
    return rows;
  }

  private static Row row(PreparedModel model) {
    return RowFactory.create(
        model.name(),
        model.subject().function(),
        model.subject().instruction(),
        model.basis().data().table(),
        model.basis().data().shortVersion(),
        ModelRows.decision(model.decision()),
        model.origin().createdAt());
  }
}
