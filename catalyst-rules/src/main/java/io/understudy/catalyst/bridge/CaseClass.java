package io.understudy.catalyst.bridge;

import java.util.List;
import java.util.Objects;
import scala.Product;

/**
 * What a Scala case class gets for free and Catalyst relies on for plans and expressions: the
 * product methods, by which nodes are copied and printed, and equality, both over the constructor's
 * arguments.
 *
 * <p>An interface cannot give {@code equals} and {@code hashCode}; who implements it calls {@link
 * #equal} and {@link #hash} there.
 */
public interface CaseClass extends Product {
  /** The constructor's arguments in its order; children that are a sequence are one element. */
  List<Object> elements();

  @Override
  default int productArity() {
    return elements().size();
  }

  @Override
  default Object productElement(int index) {
    return elements().get(index);
  }

  @Override
  default boolean canEqual(Object other) {
    return other != null && other.getClass() == getClass();
  }

  /** Whether two are of one class and have equal arguments. */
  static boolean equal(CaseClass one, Object other) {
    return one == other
        || (one.canEqual(other) && one.elements().equals(((CaseClass) other).elements()));
  }

  /** The same for all that are {@link #equal}. */
  static int hash(CaseClass one) {
    return Objects.hash(one.getClass(), one.elements());
  }
}
