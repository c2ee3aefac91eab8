package io.understudy.catalyst.extract;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.order.OrderedConjuncts;
import io.understudy.catalyst.plan.AiStage;
import io.understudy.catalyst.plan.StageCall;
import io.understudy.catalyst.resolve.AiExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.InnerLike;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;

/**
 * What is left when {@link Extraction} fails: a stage right below each node that asks, on which the
 * LLM answers every row. It knows as little as possible, so that little can go wrong: no call is
 * shared between nodes, and no guard is looked for.
 */
final class PlainExtraction {
  private PlainExtraction() {}

  static LogicalPlan apply(LogicalPlan plan) {
    return Transforms.up(plan, node -> Extraction.asks(node) ? answered(node) : node);
  }

  private static LogicalPlan answered(LogicalPlan node) {
    if (node instanceof Filter filter) {
      OrderedConjuncts parts = OrderedConjuncts.of(filter.condition());
      LogicalPlan input =
          parts
              .cheap()
              .<LogicalPlan>map(cheap -> new Filter(cheap, filter.child()))
              .orElse(filter.child());
      return onStages(new Filter(parts.ai().stream().reduce(And::new).orElseThrow(), input));
    }
    if (node instanceof Join join && join.joinType() instanceof InnerLike) {
      OrderedConjuncts parts = OrderedConjuncts.of(join.condition().get());
      LogicalPlan joined =
          new Join(
              join.left(),
              join.right(),
              join.joinType(),
              parts.cheap().map(Seqs::some).orElseGet(Seqs::none),
              join.hint());
      return onStages(new Filter(parts.ai().stream().reduce(And::new).orElseThrow(), joined));
    }
    LogicalPlan lifted = node instanceof Aggregate groups ? AggregateCalls.lifted(groups) : node;
    return onStages(
        lifted == node
            ? node
            : lifted.withNewChildren(Seqs.seq(onStages(lifted.children().apply(0)))));
  }

  private static LogicalPlan onStages(LogicalPlan node) {
    LogicalPlan current = node;
    for (Optional<AiExpression> next = innermost(current);
        next.isPresent();
        next = innermost(current)) {
      current = onStage(current, next.get());
    }
    if (current.output().equals(node.output())) {
      return current;
    }
    List<NamedExpression> columns = new ArrayList<>(Seqs.list(node.output()));
    return new Project(Seqs.of(columns), current);
  }

  /** A call without another one in its arguments. */
  private static Optional<AiExpression> innermost(LogicalPlan node) {
    return Seqs.<Expression>list(node.expressions()).stream()
        .flatMap(e -> Transforms.collect(e, AiExpression.class).stream())
        .filter(
            call ->
                Seqs.<Expression>list(call.children()).stream()
                    .noneMatch(OrderedConjuncts::hasAiCall))
        .findFirst();
  }

  private static LogicalPlan onStage(LogicalPlan node, AiExpression call) {
    List<LogicalPlan> children = new ArrayList<>(Seqs.list(node.children()));
    for (int i = 0; i < children.size(); i++) {
      LogicalPlan child = children.get(i);
      if (call.references().subsetOf(child.outputSet())) {
        Attribute answer = Extraction.newAnswer(call);
        children.set(
            i,
            new AiStage(
                new StageCall(call.call(), call.prompt(), call.kept(), /* failedOpen= */ true),
                Seqs.of(call.slots()),
                Seqs.of(call.embeddings().stream().toList()),
                answer,
                child));
        return Extraction.replaced(node, children, call, answer);
      }
    }
    throw Extraction.unsupported(call, node, "with columns that no single input of it has");
  }
}
