package io.understudy.catalyst.bridge;

import java.util.Set;

/**
 * Tells who asks the parser for the parts of a name. {@code parseMultipartIdentifier} is one method
 * for the names of tables and of functions, and a table {@code ai.embed} must stay a table; only
 * the caller knows which of the two it has.
 *
 * <p>A function's name is parsed by whatever turns {@code call_function(...)} into an expression,
 * which is one converter in classic sessions and two methods of the planner in Spark Connect, and
 * by the methods of the catalogue that look functions up. They are named here by text, because
 * Connect is not on every class path. Should a newer Spark rename them, names stay as they are, and
 * the hint rule still maps them in sessions that have hint rules.
 */
final class FunctionNameCallers {
  private static final StackWalker STACK = StackWalker.getInstance();
  private static final String CONVERTER =
      "org.apache.spark.sql.classic.ColumnNodeToExpressionConverter";
  private static final Set<String> PARTLY =
      Set.of(
          "org.apache.spark.sql.classic.Catalog",
          "org.apache.spark.sql.connect.planner.SparkConnectPlanner");

  /** The catalogue has one method between the parser and the one that knows what it looks for. */
  private static final int NEAREST = 2;

  private FunctionNameCallers() {}

  /** Whether the nearest of Spark's methods on this thread's stack parse a function's name. */
  static boolean askNow() {
    return STACK.walk(
        frames ->
            frames
                .filter(frame -> frame.getClassName().startsWith("org.apache.spark."))
                .limit(NEAREST)
                .anyMatch(FunctionNameCallers::wantsFunction));
  }

  private static boolean wantsFunction(StackWalker.StackFrame frame) {
    return frame.getClassName().startsWith(CONVERTER)
        || (PARTLY.contains(frame.getClassName()) && frame.getMethodName().contains("Function"));
  }
}
