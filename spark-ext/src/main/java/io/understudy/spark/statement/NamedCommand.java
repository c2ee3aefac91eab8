package io.understudy.spark.statement;

import io.understudy.spark.bridge.JavaCommand;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;

/** A statement that says no more than the name of what it is about, and returns rows. */
abstract class NamedCommand extends JavaCommand {
  private static final long serialVersionUID = 1L;

  private final String subject;
  private final List<Attribute> columns;

  NamedCommand(String subject, List<Attribute> columns) {
    super(columns);
    this.subject = subject;
    this.columns = columns;
  }

  /** The name of what it is about, as it was written. */
  final String subject() {
    return subject;
  }

  @Override
  public final List<Object> elements() {
    return List.of(subject, columns);
  }
}
