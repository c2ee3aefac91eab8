package io.understudy.catalyst.extract;

import io.understudy.call.AiFunction;
import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.error.AiAnalysisException;
import io.understudy.catalyst.extract.AskedCalls.Asked;
import io.understudy.catalyst.order.OrderedConjuncts;
import io.understudy.catalyst.plan.AiStage;
import io.understudy.catalyst.plan.StageCall;
import io.understudy.catalyst.resolve.AiExpression;
import io.understudy.catalyst.resolve.PromptSplitter;
import io.understudy.error.ErrorCondition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.LambdaFunction;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.expressions.NamedLambdaVariable;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.types.Metadata;

/**
 * One run over one plan: bottom up, every AI call is replaced by an attribute that a stage below
 * computes.
 *
 * <p>A stage adds a column, and most nodes hand it on (see {@link Columns}), so that a call that is
 * written again further up finds the answer that is already there. Where a node's columns count by
 * position, and at the root, the added columns are cut off again.
 */
final class Extraction {
  private final KnownAnswers answered = new KnownAnswers();

  LogicalPlan run(LogicalPlan plan) {
    return trimmed(rewrite(plan), plan.output());
  }

  private LogicalPlan rewrite(LogicalPlan node) {
    List<LogicalPlan> before = Seqs.list(node.children());
    List<LogicalPlan> children = new ArrayList<>();
    boolean changed = false;
    for (int i = 0; i < before.size(); i++) {
      LogicalPlan rewritten = rewrite(before.get(i));
      LogicalPlan fitting =
          Columns.extraAccepted(node, i) ? rewritten : trimmed(rewritten, before.get(i).output());
      changed |= fitting != before.get(i);
      children.add(fitting);
    }
    LogicalPlan current = changed ? node.withNewChildren(Seqs.of(children)) : node;
    LogicalPlan extracted = asks(current) ? extract(current) : current;
    forgetWhatChanges(node, extracted);
    return extracted;
  }

  /**
   * Whether a node has calls that this rule is to move. A command without inputs runs its condition
   * in a query of its own, where the calls are met again.
   */
  static boolean asks(LogicalPlan node) {
    return !(node instanceof Command && node.children().isEmpty())
        && Seqs.list(node.expressions()).stream().anyMatch(OrderedConjuncts::hasAiCall);
  }

  /**
   * An outer join fills up one side with NULL. An answer from below is NULL there, too, but the
   * same call above the join may be about data that is not: {@code coalesce(x, 'none')}.
   */
  private void forgetWhatChanges(LogicalPlan before, LogicalPlan after) {
    if (before instanceof Join && after instanceof Join) {
      List<LogicalPlan> sides = Seqs.list(after.children());
      for (int i = 0; i < sides.size(); i++) {
        if (!Columns.keptByRows(after, i)) {
          Set<Attribute> below = new HashSet<>();
          Transforms.collect(sides.get(i), AiStage.class).forEach(s -> below.add(s.answer()));
          answered.forget(below);
        }
      }
    }
  }

  private LogicalPlan extract(LogicalPlan node) {
    if (node instanceof Filter filter) {
      return extractFilter(filter);
    }
    if (node instanceof Aggregate aggregate) {
      LogicalPlan lifted = AggregateCalls.lifted(aggregate);
      return lifted == aggregate
          ? extractAll(aggregate)
          : extractAll(lifted.withNewChildren(Seqs.seq(extractAll(lifted.children().apply(0)))));
    }
    return extractAll(node);
  }

  private LogicalPlan extractAll(LogicalPlan node) {
    Map<Expression, Attribute> here = new HashMap<>();
    LogicalPlan current = node;
    for (Asked asked : AskedCalls.of(node)) {
      current = extractCall(current, asked, here);
    }
    return current;
  }

  private LogicalPlan extractFilter(Filter filter) {
    OrderedConjuncts conjuncts = OrderedConjuncts.of(filter.condition());
    PropagatedConstants constants = PropagatedConstants.of(conjuncts.cheap());
    LogicalPlan current =
        conjuncts
            .cheap()
            .<LogicalPlan>map(cheap -> new Filter(cheap, filter.child()))
            .orElse(filter.child());
    for (Expression written : conjuncts.ai()) {
      Expression conjunct = constants.undone(written);
      current = extractAll(new Filter(conjunct, current));
    }
    return current;
  }

  /**
   * @param here answers to calls of this node that have been replaced already
   */
  private LogicalPlan extractCall(LogicalPlan node, Asked asked, Map<Expression, Attribute> here) {
    AiExpression call = withAnswers(asked.call(), here);
    refuseLambda(call, node);
    Expression key = call.canonicalized();
    List<LogicalPlan> children = new ArrayList<>(Seqs.list(node.children()));
    for (int i = 0; i < children.size(); i++) {
      Optional<Expression> guard = guard(asked.places(), here, children.get(i));
      for (Attribute known : answered.of(key, guard)) {
        Optional<LogicalPlan> exposing = Columns.exposing(children.get(i), known);
        if (exposing.isPresent()) {
          children.set(i, exposing.get());
          here.put(key, known);
          return replaced(node, children, call, known);
        }
      }
    }
    for (int i = 0; i < children.size(); i++) {
      LogicalPlan child = children.get(i);
      if (call.references().subsetOf(child.outputSet())) {
        Optional<Expression> guard = guard(asked.places(), here, child);
        Attribute answer = newAnswer(call);
        children.set(i, stage(call, guard, answer, child));
        answered.add(key, guard, answer);
        here.put(key, answer);
        return replaced(node, children, call, answer);
      }
    }
    throw unsupported(call, node, "with columns that no single input of it has");
  }

  /** Where any of the places needs the answer; empty if one of them needs it for every row. */
  private static Optional<Expression> guard(
      List<List<Expression>> places, Map<Expression, Attribute> here, LogicalPlan child) {
    Map<Expression, Expression> alternatives = new LinkedHashMap<>();
    for (List<Expression> place : places) {
      Optional<Expression> all =
          place.stream()
              .map(condition -> answeredIn(condition, here))
              .filter(condition -> condition.references().subsetOf(child.outputSet()))
              .filter(condition -> unboundVariables(condition).isEmpty())
              .reduce(And::new);
      if (all.isEmpty()) {
        return Optional.empty();
      }
      alternatives.putIfAbsent(all.get().canonicalized(), all.get());
    }
    return alternatives.values().stream().reduce(Or::new);
  }

  private static void refuseLambda(AiExpression call, LogicalPlan node) {
    if (!unboundVariables(call).isEmpty()) {
      throw unsupported(call, node, "inside a lambda function; use explode instead");
    }
  }

  /** Variables of a lambda function around the expression. */
  private static Set<ExprId> unboundVariables(Expression expression) {
    Set<ExprId> variables =
        Transforms.collect(expression, NamedLambdaVariable.class).stream()
            .map(NamedExpression::exprId)
            .collect(Collectors.toSet());
    for (LambdaFunction lambda : Transforms.collect(expression, LambdaFunction.class)) {
      Seqs.list(lambda.arguments()).forEach(bound -> variables.remove(bound.exprId()));
    }
    return variables;
  }

  static RuntimeException unsupported(AiExpression call, LogicalPlan node, String where) {
    return AiAnalysisException.raise(
        ErrorCondition.UNDERSTUDY_UNSUPPORTED_PLACE,
        Map.of(
            "function",
            call.call().function().sqlName(),
            "place",
            "in " + node.nodeName() + ", " + where));
  }

  /** The call with the calls inside its arguments replaced by their answers. */
  private static AiExpression withAnswers(AiExpression written, Map<Expression, Attribute> here) {
    return (AiExpression)
        written.withNewChildren(
            Seqs.of(
                Seqs.<Expression>list(written.children()).stream()
                    .map(argument -> answeredIn(argument, here))
                    .toList()));
  }

  private static Expression answeredIn(Expression expression, Map<Expression, Attribute> here) {
    return Transforms.up(
        expression,
        e -> {
          Attribute answer = e instanceof AiExpression ? here.get(e.canonicalized()) : null;
          return answer == null ? e : answer;
        });
  }

  private static LogicalPlan stage(
      AiExpression call, Optional<Expression> guard, Attribute answer, LogicalPlan child) {
    PromptSplitter.Split split = split(call);
    return new AiStage(
        new StageCall(call.call(), split.template(), call.kept(), /* failedOpen= */ false),
        Seqs.of(split.slots().stream().map(slot -> where(guard, slot)).toList()),
        Seqs.of(
            call.embeddings().stream()
                .map(e -> e instanceof Attribute ? e : where(guard, e))
                .toList()),
        answer,
        child);
  }

  /** NULL where nobody needs the answer: a row without data is not asked about. */
  private static Expression where(Optional<Expression> guard, Expression value) {
    return guard
        .<Expression>map(needed -> new If(needed, value, Literal.create(null, value.dataType())))
        .orElse(value);
  }

  /**
   * A prompt that is nothing but a column has its instruction further down, if anywhere: in the
   * projection that made the column, which the optimizer has put into the slot by now.
   */
  private static PromptSplitter.Split split(AiExpression call) {
    boolean bareColumn =
        call.call().function() == AiFunction.IF
            && !call.prompt().separable()
            && call.slots().size() == 1;
    return bareColumn
        ? PromptSplitter.split(call.slots().get(0))
        : new PromptSplitter.Split(call.prompt(), call.slots());
  }

  static Attribute newAnswer(AiExpression call) {
    return new AttributeReference(
        call.prettyName(),
        call.dataType(),
        true,
        Metadata.empty(),
        NamedExpression$.MODULE$.newExprId(),
        Seqs.seq());
  }

  static LogicalPlan replaced(
      LogicalPlan node, List<LogicalPlan> children, AiExpression call, Attribute answer) {
    LogicalPlan onStage = node.withNewChildren(Seqs.of(children));
    return Transforms.expressionsUp(
        onStage, e -> e instanceof AiExpression && e.semanticEquals(call) ? answer : e);
  }

  private static LogicalPlan trimmed(
      LogicalPlan plan, scala.collection.immutable.Seq<Attribute> output) {
    if (plan.output().equals(output)) {
      return plan;
    }
    List<NamedExpression> columns = new ArrayList<>(Seqs.list(output));
    return new Project(Seqs.of(columns), plan);
  }
}
