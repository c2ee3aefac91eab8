package io.understudy.spark.statement;

import io.understudy.spark.bridge.JavaCommand;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;

/** A statement that says nothing but what is to be listed. */
abstract class ShowCommand extends JavaCommand {
  private static final long serialVersionUID = 1L;

  private final List<Attribute> columns;

  ShowCommand(List<Attribute> columns) {
    super(columns);
    this.columns = columns;
  }

  @Override
  public final List<Object> elements() {
    return List.of(columns);
  }
}
