package io.understudy.catalyst.resolve;

import io.understudy.call.AiFunction;
import io.understudy.catalyst.bridge.Seqs;
import io.understudy.function.CountTokensSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunctionName;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.trees.TreeNode;

/** The two-part names of the AI functions, and the one-part names that Spark knows them by. */
final class AiNames {
  private static final Pattern MENTION = Pattern.compile("\\bai\\b", Pattern.CASE_INSENSITIVE);

  private AiNames() {}

  /** Whether a SQL text can have a two-part AI name in it. */
  static boolean mentioned(String sql) {
    return MENTION.matcher(sql).find();
  }

  /** {@code ai.if(...)} as {@code ai_if(...)}; other expressions as they are. */
  static Expression rename(Expression expression) {
    return expression instanceof UnresolvedFunction function
        ? plainName(Seqs.list(function.nameParts()))
            .map(name -> (Expression) withFirst(function, name))
            .orElse(expression)
        : expression;
  }

  /** The name in {@code DESCRIBE FUNCTION ai.if}; other nodes as they are. */
  static LogicalPlan rename(LogicalPlan node) {
    return node instanceof UnresolvedFunctionName function
        ? plainName(Seqs.list(function.multipartIdentifier()))
            .map(name -> (LogicalPlan) withFirst(function, name))
            .orElse(node)
        : node;
  }

  /** The AI function that is called by this name, of one part. */
  static Optional<AiFunction> function(List<String> nameParts) {
    return Arrays.stream(AiFunction.values())
        .filter(f -> nameParts.size() == 1 && f.plainName().equalsIgnoreCase(nameParts.get(0)))
        .findFirst();
  }

  /** The parts of a function's name: of an AI function the one part, else as they are. */
  static List<String> rename(List<String> nameParts) {
    return plainName(nameParts).map(List::of).orElse(nameParts);
  }

  /** Both nodes have their name first; a copy by position does not depend on what follows it. */
  private static TreeNode<?> withFirst(TreeNode<?> node, String name) {
    Object[] parts = new Object[node.productArity()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = node.productElement(i);
    }
    parts[0] = Seqs.seq(name);
    return node.makeCopy(parts);
  }

  /** The one-part name of an AI function that was written with two parts. */
  private static Optional<String> plainName(List<String> nameParts) {
    if (nameParts.size() != 2 || !nameParts.get(0).equalsIgnoreCase("ai")) {
      return Optional.empty();
    }
    String member = nameParts.get(1).toLowerCase(Locale.ROOT);
    if (member.equals(CountTokensSpec.MEMBER)) {
      return Optional.of(CountTokensSpec.NAME);
    }
    return Arrays.stream(AiFunction.values())
        .filter(f -> f.memberName().equals(member))
        .map(AiFunction::plainName)
        .findFirst();
  }
}
