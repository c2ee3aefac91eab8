package io.understudy.catalyst.bridge;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
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
public abstract class JavaExpression extends Expression implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Seq<Expression> children;

  protected JavaExpression(Seq<Expression> children) {
    this.children = children;
  }

  /** The constructor's arguments in its order; the children are one element, the sequence. */
  protected abstract List<Object> elements();

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
    return canEqual(other) && elements().equals(((JavaExpression) other).elements());
  }

  @Override
  public final int hashCode() {
    return Objects.hash(getClass(), elements());
  }
}
