package io.understudy.catalyst.resolve;

import io.understudy.call.AiFunction;
import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.error.AiAnalysisException;
import io.understudy.error.ErrorCondition;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.LambdaFunction;
import org.apache.spark.sql.catalyst.expressions.NamedArgumentExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;

/**
 * Refuses {@code argument => x -> ...}. Spark waits for a function that takes lambdas until the
 * query ends in an internal error, or hands the lambda to a function that cannot even ask for its
 * type. So this has to be seen before functions are looked up.
 */
public final class LambdaArguments extends Rule<LogicalPlan> {
  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    Transforms.collect(plan, LogicalPlan.class).stream()
        .filter(node -> !node.resolved())
        .flatMap(node -> Seqs.list(node.expressions()).stream())
        .flatMap(root -> Transforms.collect(root, UnresolvedFunction.class).stream())
        .forEach(LambdaArguments::check);
    return plan;
  }

  private static void check(UnresolvedFunction call) {
    AiNames.function(Seqs.list(call.nameParts()))
        .ifPresent(
            function -> {
              List<Expression> arguments = Seqs.list(call.arguments());
              for (int i = 0; i < arguments.size(); i++) {
                Expression argument = arguments.get(i);
                if (argument instanceof LambdaFunction) {
                  throw refused(function, "at position " + (i + 1));
                }
                if (argument instanceof NamedArgumentExpression named
                    && named.value() instanceof LambdaFunction) {
                  throw refused(function, named.key());
                }
              }
            });
  }

  private static RuntimeException refused(AiFunction function, String argument) {
    return AiAnalysisException.raise(
        ErrorCondition.UNDERSTUDY_ARGUMENT_TYPE,
        Map.of(
            "function", function.sqlName(),
            "argument", argument,
            "actual", "LAMBDA",
            "expected", "a value",
            "cure", "Write the value itself: no argument of this function takes a lambda."));
  }
}
