package io.understudy.spark.statement;

import io.understudy.catalyst.bridge.DeepTransform;
import io.understudy.catalyst.bridge.Seqs;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.DeleteFromTable;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * Understands Understudy's statements. Spark's parser has the first word: only a text that it does
 * not accept can be one of them, so no text changes its meaning. It is then parsed with the name of
 * a table that cannot exist in place of the part that Spark does not know; that way comments,
 * EXPLAIN, scripts and parameters work as in any statement.
 */
public final class StatementParser {
  private static final Pattern LABELS =
      Pattern.compile(
          "(\\bDELETE\\s+FROM\\s+)understudy_labels\\s*\\(\\s*\\)", Pattern.CASE_INSENSITIVE);
  private static final String LABELS_STAND_IN = "__understudy_labels__";

  private StatementParser() {}

  /** The parser of a session with Understudy's statements understood. */
  public static ParserInterface over(ParserInterface parser) {
    DeepTransform commands = new DeepTransform(StatementParser::command, expression -> expression);
    return (ParserInterface)
        Proxy.newProxyInstance(
            StatementParser.class.getClassLoader(),
            new Class<?>[] {ParserInterface.class},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(parser, arguments);
              } catch (InvocationTargetException e) {
                if (e.getCause() instanceof ParseException
                    && arguments[0] instanceof String text
                    && LABELS.matcher(text).find()) {
                  return ours(parser, method, arguments, text, commands, e.getCause());
                }
                throw e.getCause();
              }
            });
  }

  private static Object ours(
      ParserInterface parser,
      Method method,
      Object[] arguments,
      String text,
      DeepTransform commands,
      Throwable refused)
      throws Throwable {
    Object[] changed = arguments.clone();
    changed[0] = LABELS.matcher(text).replaceAll("$1" + Matcher.quoteReplacement(LABELS_STAND_IN));
    try {
      Object parsed = method.invoke(parser, changed);
      return parsed instanceof LogicalPlan plan ? commands.plan(plan) : parsed;
    } catch (InvocationTargetException e) {
      // What Spark says of the text that the user wrote.
      throw e.getCause() instanceof ParseException ? refused : e.getCause();
    }
  }

  private static LogicalPlan command(LogicalPlan node) {
    return node instanceof DeleteFromTable delete
            && delete.table() instanceof UnresolvedRelation table
            && Seqs.list(table.multipartIdentifier()).equals(List.of(LABELS_STAND_IN))
        ? DeleteLabels.where(delete.condition())
        : node;
  }
}
