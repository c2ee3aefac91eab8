package io.understudy.catalyst.extract;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.order.Guards;
import io.understudy.catalyst.resolve.AiExpression;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** The distinct calls of a node, in an order in which they can be answered. */
final class AskedCalls {
  /**
   * One distinct call.
   *
   * @param call as first written
   * @param places the conditions under which each of its places needs the answer; a place without
   *     conditions needs it for every row
   */
  record Asked(AiExpression call, List<List<Expression>> places) {}

  private final Map<Expression, AiExpression> calls = new LinkedHashMap<>();
  private final Map<Expression, Set<List<Expression>>> places = new LinkedHashMap<>();
  private final List<Asked> ordered = new ArrayList<>();
  private final Set<Expression> done = new HashSet<>();
  private final Set<Expression> begun = new HashSet<>();

  private AskedCalls() {}

  /** The calls of a node; one inside another's arguments or in its guard comes before it. */
  static List<Asked> of(LogicalPlan node) {
    AskedCalls asked = new AskedCalls();
    boolean condition = node instanceof Filter || node instanceof Join;
    for (Expression expression : Seqs.<Expression>list(node.expressions())) {
      if (condition) {
        Guards.inCondition(expression, asked::add);
      } else {
        Guards.inValue(expression, asked::add);
      }
    }
    asked.calls.keySet().forEach(asked::order);
    return List.copyOf(asked.ordered);
  }

  private void add(AiExpression call, List<Expression> guard) {
    Expression key = call.canonicalized();
    calls.putIfAbsent(key, call);
    places.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(guard);
  }

  private void order(Expression key) {
    AiExpression call = calls.get(key);
    if (call == null || done.contains(key) || !begun.add(key)) {
      return;
    }
    List<Expression> arguments = Seqs.list(call.children());
    arguments.forEach(this::orderCallsIn);
    if (!arguments.stream().allMatch(this::answered)) {
      // Looked at as the guard of a call in its own arguments: its turn comes after that one's.
      begun.remove(key);
      return;
    }
    List<List<Expression>> guards = new ArrayList<>();
    for (List<Expression> place : places.getOrDefault(key, Set.of())) {
      guards.add(place.stream().filter(this::answerable).toList());
    }
    done.add(key);
    ordered.add(new Asked(call, List.copyOf(guards)));
  }

  private void orderCallsIn(Expression expression) {
    Transforms.collect(expression, AiExpression.class).forEach(e -> order(e.canonicalized()));
  }

  /** Two calls that guard each other: the one that is begun first is asked without the other. */
  private boolean answerable(Expression condition) {
    orderCallsIn(condition);
    return answered(condition);
  }

  private boolean answered(Expression expression) {
    return Transforms.collect(expression, AiExpression.class).stream()
        .allMatch(inner -> done.contains(inner.canonicalized()));
  }
}
