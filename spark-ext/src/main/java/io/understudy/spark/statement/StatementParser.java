package io.understudy.spark.statement;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * Understands Understudy's statements. Spark's parser has the first word: only a text that it does
 * not accept can be one of them, so no text changes its meaning. A text that is none of them either
 * gets Spark's error.
 */
public final class StatementParser {
  private StatementParser() {}

  /** The parser of a session with Understudy's statements understood. */
  public static ParserInterface over(ParserInterface parser) {
    return over(parser, Statements.ALL);
  }

  static ParserInterface over(ParserInterface parser, List<Statement> statements) {
    OwnStatements own = new OwnStatements(statements, parser);
    return (ParserInterface)
        Proxy.newProxyInstance(
            StatementParser.class.getClassLoader(),
            new Class<?>[] {ParserInterface.class},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(parser, arguments);
              } catch (InvocationTargetException e) {
                if (e.getCause() instanceof ParseException
                    && method.getReturnType() == LogicalPlan.class
                    && arguments[0] instanceof String text) {
                  Optional<LogicalPlan> plan =
                      own.read(text, changed -> parsed(parser, method, arguments, changed));
                  if (plan.isPresent()) {
                    return plan.get();
                  }
                }
                throw e.getCause();
              }
            });
  }

  /** What the parser makes of a text in place of the one that it was given; nothing if it can't. */
  private static Optional<LogicalPlan> parsed(
      ParserInterface parser, Method method, Object[] arguments, String changed) {
    Object[] others = arguments.clone();
    others[0] = changed;
    try {
      return Optional.of((LogicalPlan) method.invoke(parser, others));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof ParseException) {
        return Optional.empty();
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
