package io.understudy.catalyst.bridge;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * A parser that hands every method on to another one and changes what comes back. It is a dynamic
 * proxy, so that methods which a newer Spark adds to the interface are handed on, too.
 */
public final class ParserWrapper {
  private ParserWrapper() {}

  /**
   * @param delegate the parser that parses
   * @param concerns whether a text may be changed at all; others come back untouched
   * @param plans changes parsed plans
   * @param expressions changes parsed expressions
   */
  public static ParserInterface of(
      ParserInterface delegate,
      Predicate<String> concerns,
      UnaryOperator<LogicalPlan> plans,
      UnaryOperator<Expression> expressions) {
    return (ParserInterface)
        Proxy.newProxyInstance(
            ParserWrapper.class.getClassLoader(),
            new Class<?>[] {ParserInterface.class},
            (proxy, method, arguments) -> {
              Object parsed;
              try {
                parsed = method.invoke(delegate, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              boolean concerned =
                  arguments != null
                      && arguments.length > 0
                      && arguments[0] instanceof String text
                      && concerns.test(text);
              if (concerned && parsed instanceof LogicalPlan plan) {
                return plans.apply(plan);
              }
              return concerned && parsed instanceof Expression expression
                  ? expressions.apply(expression)
                  : parsed;
            });
  }
}
