package io.understudy.catalyst.bridge;

import java.util.List;
import org.apache.spark.sql.catalyst.analysis.MultiInstanceRelation;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.plans.logical.LeafNode;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Statistics;
import scala.Function1;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.math.BigInt;

/** An immutable logical node without children, written in Java; see {@link JavaExpression}. */
public abstract class JavaLeafNode extends LogicalPlan
    implements LeafNode, MultiInstanceRelation, CaseClass {
  private final Seq<Attribute> output;

  /**
   * @param output its columns
   */
  protected JavaLeafNode(Seq<Attribute> output) {
    this.output = output;
  }

  /** {@inheritDoc} The columns come last. */
  @Override
  public abstract List<Object> elements();

  /** The same node with other columns. */
  protected abstract LogicalPlan withOutput(Seq<Attribute> columns);

  /** Size of its rows, bytes, an estimate. */
  protected abstract long size();

  @Override
  public final Seq<Attribute> output() {
    return output;
  }

  @Override
  public final LogicalPlan newInstance() {
    return withOutput(
        Seqs.of(Seqs.<Attribute>list(output).stream().map(a -> a.newInstance()).toList()));
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
  public final AttributeSet producedAttributes() {
    return outputSet();
  }

  @Override
  public final Statistics computeStats() {
    Statistics unknown = Statistics.DUMMY();
    return new Statistics(
        BigInt.apply(size()), unknown.rowCount(), unknown.attributeStats(), unknown.isRuntime());
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
