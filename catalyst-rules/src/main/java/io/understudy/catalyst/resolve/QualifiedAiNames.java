package io.understudy.catalyst.resolve;

import io.understudy.call.AiFunction;
import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;

/**
 * Turns {@code ai.if(...)} into {@code ai_if(...)}.
 *
 * <p>Spark looks two-part names up in the catalogue only, never among injected functions, and its
 * existence check runs before every resolution rule. The hint rules are the only hook ahead of that
 * check.
 */
public final class QualifiedAiNames extends Rule<LogicalPlan> {
  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    return Transforms.up(
        plan,
        node -> node.resolved() ? node : Transforms.expressionsUp(node, QualifiedAiNames::rename));
  }

  private static Expression rename(Expression expression) {
    if (expression instanceof UnresolvedFunction function && isPlainCall(function)) {
      return plainName(Seqs.list(function.nameParts()))
          .<Expression>map(
              name ->
                  UnresolvedFunction$.MODULE$.apply(
                      name, function.arguments(), function.isDistinct()))
          .orElse(expression);
    }
    return expression;
  }

  /** The three-argument factory is the one that every Spark 4 has; it knows no FILTER clause. */
  private static boolean isPlainCall(UnresolvedFunction function) {
    return function.filter().isEmpty();
  }

  /** The one-part name of an AI function that was written with two parts. */
  static Optional<String> plainName(List<String> nameParts) {
    if (nameParts.size() != 2 || !nameParts.get(0).equalsIgnoreCase("ai")) {
      return Optional.empty();
    }
    String member = nameParts.get(1).toLowerCase(Locale.ROOT);
    return Arrays.stream(AiFunction.values())
        .filter(f -> f.memberName().equals(member))
        .map(AiFunction::plainName)
        .findFirst();
  }
}
