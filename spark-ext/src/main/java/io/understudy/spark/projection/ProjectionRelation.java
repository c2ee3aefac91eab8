package io.understudy.spark.projection;

import io.understudy.catalyst.bridge.JavaLeafNode;
import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.resolve.ProjectionArguments;
import io.understudy.function.ProjectionSpec;
import io.understudy.spark.account.RecordRows;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.collection.immutable.Seq;

/** The rows of {@code understudy_projection()}, which are made when they are wanted. */
public final class ProjectionRelation extends JavaLeafNode {
  private static final long BYTES_OF_A_CALL = 10_000;

  private final ProjectionArguments arguments;

  /** For copies, which Spark makes by the arguments of {@link #of}'s result. */
  public ProjectionRelation(ProjectionArguments arguments, Seq<Attribute> output) {
    super(output);
    this.arguments = arguments;
  }

  /**
   * The relation of a call. The query is analysed, so that what is wrong with it costs nothing.
   *
   * @param written the arguments as they were written
   */
  public static ProjectionRelation of(Seq<Expression> written) {
    ProjectionArguments arguments = ProjectionArguments.of(written);
    if (arguments.query() != null) {
      new QueryText(SparkSession.active(), arguments.query()).check();
    }
    return new ProjectionRelation(
        arguments, Seqs.of(RecordRows.attributes(ProjectionSpec.COLUMNS)));
  }

  ProjectionArguments arguments() {
    return arguments;
  }

  @Override
  public List<Object> elements() {
    return List.of(arguments, output());
  }

  @Override
  protected LogicalPlan withOutput(Seq<Attribute> columns) {
    return new ProjectionRelation(arguments, columns);
  }

  @Override
  protected long size() {
    return BYTES_OF_A_CALL;
  }
}
