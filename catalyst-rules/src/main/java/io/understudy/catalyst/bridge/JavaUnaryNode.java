package io.understudy.catalyst.bridge;

import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.UnaryNode;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/** An immutable logical node with one child, written in Java; see {@link JavaExpression}. */
public abstract class JavaUnaryNode extends LogicalPlan implements UnaryNode {
  private final LogicalPlan child;

  protected JavaUnaryNode(LogicalPlan child) {
    this.child = child;
  }

  /** The constructor's arguments in its order, the child last. */
  protected abstract List<Object> elements();

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
  public final int productArity() {
    return elements().size();
  }

  @Override
  public final Object productElement(int index) {
    return elements().get(index);
  }

  @Override
  public final boolean canEqual(Object other) {
    return other != null && other.getClass() == getClass();
  }

  @Override
  public final boolean equals(Object other) {
    return this == other
        || (canEqual(other) && elements().equals(((JavaUnaryNode) other).elements()));
  }

  @Override
  public final int hashCode() {
    return Objects.hash(getClass(), elements());
  }
}
