package io.understudy.catalyst.resolve;

import io.understudy.call.PromptTemplate.Part;
import io.understudy.call.PromptTemplate.Slot;
import io.understudy.call.PromptTemplate.Text;
import io.understudy.catalyst.bridge.FailOpen;
import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.First;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;

/**
 * Lets a query group by a whole prompt: {@code SELECT ai_if('Is it? ' || x) ... GROUP BY 'Is it? '
 * || x}. A call keeps the parts of its prompt and not the prompt, so that Spark finds {@code x}
 * outside of GROUP BY. All rows of such a group have the same prompt; those of any of them will do.
 */
public final class GroupedPrompts extends Rule<LogicalPlan> {
  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    return FailOpen.step(
        "a call on a grouped prompt",
        plan,
        before ->
            Transforms.up(
                before,
                node ->
                    node instanceof Aggregate groups && groups.resolved()
                        ? onGroups(groups)
                        : node));
  }

  private static LogicalPlan onGroups(Aggregate groups) {
    List<Expression> keys = Seqs.list(groups.groupingExpressions());
    List<NamedExpression> before = Seqs.list(groups.aggregateExpressions());
    List<NamedExpression> after =
        before.stream().map(e -> (NamedExpression) onGroups((Expression) e, keys)).toList();
    if (IntStream.range(0, before.size()).allMatch(i -> before.get(i) == after.get(i))) {
      return groups;
    }
    // By position, because newer versions of Spark add constructor arguments at the end.
    Object[] elements = new Object[groups.productArity()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = groups.productElement(i);
    }
    elements[1] = Seqs.of(after);
    return groups.makeCopy(elements);
  }

  private static Expression onGroups(Expression expression, List<Expression> keys) {
    if (expression instanceof AggregateExpression
        || keys.stream().anyMatch(expression::semanticEquals)) {
      return expression;
    }
    if (expression instanceof AiExpression call) {
      return onGroups(call, keys);
    }
    List<Expression> before = Seqs.list(expression.children());
    List<Expression> after = before.stream().map(child -> onGroups(child, keys)).toList();
    return IntStream.range(0, before.size()).allMatch(i -> before.get(i) == after.get(i))
        ? expression
        : expression.withNewChildren(Seqs.of(after));
  }

  private static Expression onGroups(AiExpression call, List<Expression> keys) {
    Set<Integer> grouped = new HashSet<>();
    keys.stream()
        .filter(key -> !(key instanceof Attribute) && !key.foldable())
        .forEach(key -> grouped.addAll(slotsOf(key, call)));
    if (grouped.isEmpty()) {
      return call;
    }
    List<Expression> arguments = new ArrayList<>();
    int position = 0;
    for (Expression argument : Seqs.<Expression>list(call.children())) {
      // The vector of a grouped text is that of any of its rows.
      boolean any = grouped.contains(position) || position >= call.slots().size();
      arguments.add(any && !known(argument, keys) ? anyOf(argument) : argument);
      position++;
    }
    return call.withNewChildren(Seqs.of(arguments));
  }

  /**
   * Positions of the slots in that part of the call's prompt which is this text; none if none is.
   */
  private static Set<Integer> slotsOf(Expression text, AiExpression call) {
    PromptSplitter.Split key = PromptSplitter.split(text);
    List<Part> whole = call.prompt().parts();
    List<Part> part = key.template().parts();
    Set<Integer> found = new HashSet<>();
    for (int from = 0; from + part.size() <= whole.size(); from++) {
      int firstSlot = (int) whole.subList(0, from).stream().filter(Slot.class::isInstance).count();
      if (matches(part, whole.subList(from, from + part.size()))
          && sameFrom(firstSlot, key.slots(), call.slots())) {
        IntStream.range(firstSlot, firstSlot + key.slots().size()).forEach(found::add);
      }
    }
    return found;
  }

  /** Neighbouring constants are one, so that those at the ends may be longer in the prompt. */
  private static boolean matches(List<Part> part, List<Part> prompt) {
    int last = part.size() - 1;
    return IntStream.rangeClosed(0, last)
        .allMatch(
            i ->
                part.get(i) instanceof Text text
                    ? prompt.get(i) instanceof Text constant
                        && (constant.text().equals(text.text())
                            || (i == 0 && last > 0 && constant.text().endsWith(text.text()))
                            || (i == last && last > 0 && constant.text().startsWith(text.text())))
                    : prompt.get(i) instanceof Slot);
  }

  private static boolean sameFrom(int first, List<Expression> some, List<Expression> slots) {
    return IntStream.range(0, some.size())
        .allMatch(i -> some.get(i).semanticEquals(slots.get(first + i)));
  }

  private static boolean known(Expression argument, List<Expression> keys) {
    return argument.references().isEmpty()
        || Transforms.exists(argument, AggregateExpression.class::isInstance)
        || keys.stream().anyMatch(argument::semanticEquals);
  }

  private static Expression anyOf(Expression argument) {
    return new First(argument, /* ignoreNulls= */ false).toAggregateExpression();
  }
}
