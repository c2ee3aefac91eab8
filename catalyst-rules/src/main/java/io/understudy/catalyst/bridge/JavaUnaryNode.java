package io.understudy.catalyst.bridge;

import java.util.List;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.UnaryNode;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/** An immutable logical node with one child, written in Java; see {@link JavaExpression}. */
public abstract class JavaUnaryNode extends LogicalPlan implements UnaryNode, CaseClass {
  private final LogicalPlan child;

  protected JavaUnaryNode(LogicalPlan child) {
    this.child = child;
  }

  /** {@inheritDoc} The child comes last. */
  @Override
  public abstract List<Object> elements();

  @Override
  public final LogicalPlan child() {
    return child;
  }

  @Override
  public final Seq<LogicalPlan> children() {
    return Seqs.seq(child);
  }

  @Override
  public final LogicalPlan withNewChildrenInternal(IndexedSeq<LogicalPlan> newChildren) {
    return withNewChildInternal(newChildren.apply(0));
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
