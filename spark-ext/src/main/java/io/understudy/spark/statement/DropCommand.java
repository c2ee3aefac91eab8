package io.understudy.spark.statement;

import io.understudy.spark.bridge.JavaCommand;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A statement that removes what has a name. Returns no rows. */
abstract class DropCommand extends JavaCommand {
  private static final long serialVersionUID = 1L;

  private final String subject;
  private final boolean ifThere;

  /**
   * @param subject the name of what goes, as it was written
   * @param ifThere whether it is no error that there is none
   */
  DropCommand(String subject, boolean ifThere) {
    super(List.of());
    this.subject = subject;
    this.ifThere = ifThere;
  }

  /**
   * Removes it.
   *
   * @param ifThere whether it is no error that there is none
   */
  abstract void drop(SparkSession session, String name, boolean ifThere);

  @Override
  public final List<Object> elements() {
    return List.of(subject, ifThere);
  }

  @Override
  protected final List<Row> execute(SparkSession session) {
    drop(session, subject, ifThere);
    return List.of();
  }
}
