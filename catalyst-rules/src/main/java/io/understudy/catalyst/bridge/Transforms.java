package io.understudy.catalyst.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.QueryPlan;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import scala.PartialFunction;
import scala.runtime.AbstractPartialFunction;
import scala.runtime.BoxedUnit;

/** Spark's tree transformations with Java functions. */
public final class Transforms {
  private Transforms() {}

  /** Replaces, bottom up, each expression of this node that the function changes. */
  public static <P extends QueryPlan<P>> P expressionsUp(
      P plan, Function<Expression, Expression> change) {
    return plan.transformExpressionsUp(changing(change));
  }

  /** Replaces, bottom up, each node that the function changes. */
  public static <T extends TreeNode<T>> T up(T tree, Function<T, T> change) {
    return tree.transformUp(changing(change));
  }

  /** Replaces, top down, each node that the function changes. */
  public static <T extends TreeNode<T>> T down(T tree, Function<T, T> change) {
    return tree.transformDown(changing(change));
  }

  /** Whether the tree holds a node that the predicate accepts. */
  public static <T extends TreeNode<T>> boolean exists(T tree, Predicate<T> predicate) {
    return tree.exists(node -> predicate.test(node));
  }

  /** All nodes of the given class, parents before children. */
  public static <T extends TreeNode<T>, C> List<C> collect(T tree, Class<C> nodeClass) {
    List<C> found = new ArrayList<>();
    tree.foreach(
        node -> {
          if (nodeClass.isInstance(node)) {
            found.add(nodeClass.cast(node));
          }
          return BoxedUnit.UNIT;
        });
    return found;
  }

  /**
   * A partial function that is defined everywhere: Spark keeps the old node when the new one equals
   * it, so a function that returns its argument costs nothing.
   */
  private static <T> PartialFunction<T, T> changing(Function<T, T> change) {
    return new AbstractPartialFunction<>() {
      @Override
      public boolean isDefinedAt(T node) {
        return true;
      }

      @Override
      public T apply(T node) {
        return change.apply(node);
      }
    };
  }

  /** The parts that all have to be true for a condition to be, from left to right. */
  public static List<Expression> conjuncts(Expression condition) {
    if (condition instanceof And and) {
      List<Expression> both = new ArrayList<>(conjuncts(and.left()));
      both.addAll(conjuncts(and.right()));
      return both;
    }
    return List.of(condition);
  }
}
