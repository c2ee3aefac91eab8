package io.understudy.catalyst.extract;

import io.understudy.call.AiFunction;
import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.error.AiAnalysisException;
import io.understudy.catalyst.order.OrderedConjuncts;
import io.understudy.catalyst.plan.AiStage;
import io.understudy.catalyst.plan.StageCall;
import io.understudy.catalyst.resolve.AiExpression;
import io.understudy.catalyst.resolve.PromptSplitter;
import io.understudy.error.ErrorCondition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
import org.apache.spark.sql.catalyst.expressions.LambdaFunction;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.expressions.NamedLambdaVariable;
import org.apache.spark.sql.catalyst.plans.InnerLike;
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
  /** Answers that are computed somewhere below, by the canonical form of their call. */
  private final Map<Expression, Attribute> answered = new HashMap<>();

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
          answered.values().removeAll(below);
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
    if (node instanceof Join join) {
      return extractJoin(join);
    }
    return extractAll(node);
  }

  /** What an inner join asks about both sides together is asked about the joined rows. */
  private LogicalPlan extractJoin(Join join) {
    if (!(join.joinType() instanceof InnerLike) || join.condition().isEmpty()) {
      return extractAll(join);
    }
    OrderedConjuncts conjuncts = OrderedConjuncts.of(join.condition().get());
    List<Expression> ofBoth =
        conjuncts.ai().stream().filter(conjunct -> asksAboutBoth(join, conjunct)).toList();
    if (ofBoth.isEmpty()) {
      return extractAll(join);
    }
    List<Expression> ofOne = new ArrayList<>(conjuncts.cheap().stream().toList());
    conjuncts.ai().stream().filter(conjunct -> !ofBoth.contains(conjunct)).forEach(ofOne::add);
    Join first =
        new Join(
            join.left(),
            join.right(),
            join.joinType(),
            ofOne.stream().reduce(And::new).map(Seqs::some).orElseGet(Seqs::none),
            join.hint());
    return extractFilter(
        new Filter(ofBoth.stream().reduce(And::new).orElseThrow(), extractAll(first)));
  }

  private static boolean asksAboutBoth(Join join, Expression conjunct) {
    return Transforms.collect(conjunct, AiExpression.class).stream()
        .anyMatch(
            call ->
                !call.references().subsetOf(join.left().outputSet())
                    && !call.references().subsetOf(join.right().outputSet()));
  }

  private LogicalPlan extractAll(LogicalPlan node) {
    LogicalPlan current = node;
    for (Expression expression : Seqs.list(node.expressions())) {
      for (AiExpression call : innermostFirst(expression)) {
        current = extractCall(current, call);
      }
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
      LogicalPlan step = new Filter(conjunct, current);
      for (AiExpression call : innermostFirst(conjunct)) {
        step = extractCall(step, call);
      }
      current = step;
    }
    return current;
  }

  /** A call inside another call's prompt has to be answered before it. */
  private static List<AiExpression> innermostFirst(Expression expression) {
    List<AiExpression> calls = new ArrayList<>(Transforms.collect(expression, AiExpression.class));
    java.util.Collections.reverse(calls);
    return calls;
  }

  private LogicalPlan extractCall(LogicalPlan node, AiExpression written) {
    // An inner call may have been replaced since the list was made: take the call as it is now.
    AiExpression call = withAnswers(written);
    refuseLambda(call, node);
    Expression key = call.canonicalized();
    List<LogicalPlan> children = new ArrayList<>(Seqs.list(node.children()));
    Attribute known = answered.get(key);
    if (known != null) {
      for (int i = 0; i < children.size(); i++) {
        Optional<LogicalPlan> exposing = Columns.exposing(children.get(i), known);
        if (exposing.isPresent()) {
          children.set(i, exposing.get());
          return replaced(node, children, call, known);
        }
      }
    }
    for (int i = 0; i < children.size(); i++) {
      LogicalPlan child = children.get(i);
      if (call.references().subsetOf(child.outputSet())) {
        Attribute answer = known == null ? newAnswer(call) : known.newInstance();
        children.set(i, stage(call, answer, child));
        answered.put(key, answer);
        return replaced(node, children, call, answer);
      }
    }
    throw unsupported(call, node, "with columns that no single input of it has");
  }

  private static void refuseLambda(AiExpression call, LogicalPlan node) {
    Set<ExprId> bound =
        Transforms.collect((Expression) call, LambdaFunction.class).stream()
            .flatMap(lambda -> Seqs.list(lambda.arguments()).stream())
            .map(NamedExpression::exprId)
            .collect(Collectors.toSet());
    if (Transforms.collect((Expression) call, NamedLambdaVariable.class).stream()
        .anyMatch(variable -> !bound.contains(variable.exprId()))) {
      throw unsupported(call, node, "inside a lambda function; use explode instead");
    }
  }

  private static RuntimeException unsupported(AiExpression call, LogicalPlan node, String where) {
    return AiAnalysisException.raise(
        ErrorCondition.UNDERSTUDY_UNSUPPORTED_PLACE,
        Map.of(
            "function",
            call.call().function().sqlName(),
            "place",
            "in " + node.nodeName() + ", " + where));
  }

  /** The call with the calls inside its arguments replaced by their answers. */
  private AiExpression withAnswers(AiExpression written) {
    List<Expression> arguments =
        Seqs.list(written.children()).stream()
            .map(
                argument ->
                    Transforms.up(
                        argument,
                        e -> {
                          Attribute known =
                              e instanceof AiExpression ? answered.get(e.canonicalized()) : null;
                          return known == null ? e : known;
                        }))
            .toList();
    return (AiExpression) written.withNewChildren(Seqs.of(arguments));
  }

  private static LogicalPlan stage(AiExpression call, Attribute answer, LogicalPlan child) {
    PromptSplitter.Split split = split(call);
    return new AiStage(
        new StageCall(call.call(), split.template()),
        Seqs.of(split.slots()),
        Seqs.of(call.embeddings().stream().toList()),
        answer,
        child);
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

  private static Attribute newAnswer(AiExpression call) {
    return new AttributeReference(
        call.prettyName(),
        call.dataType(),
        true,
        Metadata.empty(),
        NamedExpression$.MODULE$.newExprId(),
        Seqs.seq());
  }

  private static LogicalPlan replaced(
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
