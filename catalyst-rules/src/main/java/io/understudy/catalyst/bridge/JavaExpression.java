package io.understudy.catalyst.bridge;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.expressions.Expression;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/**
 * An immutable Catalyst expression written in Java.
 *
 * <p>Spark's {@code UnaryExpression} and its like cannot be extended from Java, and a Java class
 * has none of what a Scala case class gets for free. This class supplies it: the product methods
 * and equality over {@link #elements()}, and serialisability, without which a task fails.
 */
public abstract class JavaExpression extends Expression implements Serializable, CaseClass {
  private static final long serialVersionUID = 1L;

  private final Seq<Expression> children;

  protected JavaExpression(Seq<Expression> children) {
    this.children = children;
  }

  /** A copy with other children, everything else the same. */
  protected abstract Expression withChildren(Seq<Expression> newChildren);

  @Override
  public final Seq<Expression> children() {
    return children;
  }

  @Override
  public final Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
    return withChildren(newChildren);
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
