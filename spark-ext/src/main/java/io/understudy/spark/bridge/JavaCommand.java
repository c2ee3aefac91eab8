package io.understudy.spark.bridge;

import io.understudy.catalyst.bridge.CaseClass;
import io.understudy.catalyst.bridge.Seqs;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Statistics;
import org.apache.spark.sql.execution.command.LeafRunnableCommand;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.jspecify.annotations.Nullable;
import scala.Enumeration;
import scala.Function1;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Map;
import scala.collection.immutable.Seq;

/**
 * A statement, written in Java, that runs when it is executed and never when it is parsed, analysed
 * or explained.
 */
public abstract class JavaCommand extends LogicalPlan implements LeafRunnableCommand, CaseClass {
  private static final long serialVersionUID = 1L;

  private final List<Attribute> output;
  private @Nullable Seq<Enumeration.Value> patterns;

  /**
   * @param output columns of the rows that it returns
   */
  protected JavaCommand(List<Attribute> output) {
    this.output = List.copyOf(output);
    Command.$init$(this);
  }

  /** Does what the statement says, and returns its rows. */
  protected abstract List<Row> execute(SparkSession session);

  @Override
  public final Seq<Row> run(SparkSession session) {
    return Seqs.of(execute(session));
  }

  @Override
  public final Seq<Attribute> output() {
    return Seqs.of(output);
  }

  @Override
  public final Seq<LogicalPlan> children() {
    return Seqs.seq();
  }

  @Override
  public final LogicalPlan mapChildren(Function1<LogicalPlan, LogicalPlan> change) {
    return this;
  }

  @Override
  public final LogicalPlan withNewChildrenInternal(IndexedSeq<LogicalPlan> newChildren) {
    return this;
  }

  @Override
  public final Map<String, SQLMetric> metrics() {
    return Seqs.map(java.util.Map.of());
  }

  @Override
  public final AttributeSet producedAttributes() {
    return outputSet();
  }

  @Override
  public final Statistics stats() {
    return Statistics.DUMMY();
  }

  @Override
  public final Seq<Enumeration.Value> nodePatterns() {
    return Objects.requireNonNull(patterns);
  }

  @Override
  public final void org$apache$spark$sql$catalyst$plans$logical$Command$_setter_$nodePatterns_$eq(
      Seq<Enumeration.Value> value) {
    patterns = value;
  }

  @Override
  public final boolean equals(Object other) {
    return CaseClass.equal(this, other);
  }

  @Override
  public final int hashCode() {
    return CaseClass.hash(this);
  }
}
