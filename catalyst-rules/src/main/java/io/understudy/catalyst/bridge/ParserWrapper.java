package io.understudy.catalyst.bridge;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.collection.immutable.Seq;

/**
 * A parser that hands every method on to another one and changes what comes back. It is a dynamic
 * proxy, so that methods which a newer Spark adds to the interface are handed on, too.
 */
public final class ParserWrapper {
  private ParserWrapper() {}

  /**
   * What is done to what a parser returns.
   *
   * @param plans changes parsed plans
   * @param expressions changes parsed expressions
   * @param functionNames changes the parts of a parsed name, if it is a function that is looked for
   */
  public record Changes(
      UnaryOperator<LogicalPlan> plans,
      UnaryOperator<Expression> expressions,
      UnaryOperator<List<String>> functionNames) {}

  /**
   * @param delegate the parser that parses
   * @param concerns whether a text may be changed at all; others come back untouched
   */
  public static ParserInterface of(
      ParserInterface delegate, Predicate<String> concerns, Changes changes) {
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
              return concerned ? changed(parsed, method.getName(), changes) : parsed;
            });
  }

  private static Object changed(Object parsed, String method, Changes changes) {
    if (parsed instanceof LogicalPlan plan) {
      return changes.plans().apply(plan);
    }
    if (parsed instanceof Expression expression) {
      return changes.expressions().apply(expression);
    }
    return method.equals("parseMultipartIdentifier") && FunctionNameCallers.askNow()
        ? Seqs.of(changes.functionNames().apply(Seqs.list((Seq<String>) parsed)))
        : parsed;
  }
}
