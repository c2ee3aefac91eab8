package io.understudy.catalyst.extract;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.error.AiAnalysisException;
import io.understudy.catalyst.order.OrderedConjuncts;
import io.understudy.catalyst.plan.AiStage;
import io.understudy.catalyst.plan.StageCall;
import io.understudy.catalyst.resolve.AiExpression;
import io.understudy.error.ErrorCondition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.Window;
import org.apache.spark.sql.types.Metadata;

/**
 * One run over one plan: bottom up, every AI call is replaced by an attribute that a stage below
 * computes.
 *
 * <p>A stage adds a column, and the nodes of {@link #passesThrough} hand it on, so that a call that
 * is written again further up finds the answer that is already there. Where a node's columns count
 * by position, and at the root, the added columns are cut off again.
 */
final class Extraction {
  /** Answers that are computed somewhere below, by the canonical form of their call. */
  private final Map<Expression, Attribute> answered = new HashMap<>();

  LogicalPlan run(LogicalPlan plan) {
    return trimmed(rewrite(plan), plan.output());
  }

  private LogicalPlan rewrite(LogicalPlan node) {
    List<LogicalPlan> children = new ArrayList<>();
    boolean changed = false;
    for (LogicalPlan child : Seqs.list(node.children())) {
      LogicalPlan rewritten = rewrite(child);
      LogicalPlan fitting = passesThrough(node) ? rewritten : trimmed(rewritten, child.output());
      changed |= fitting != child;
      children.add(fitting);
    }
    LogicalPlan current = changed ? node.withNewChildren(Seqs.of(children)) : node;
    boolean asks = Seqs.list(current.expressions()).stream().anyMatch(OrderedConjuncts::hasAiCall);
    return asks ? extract(current) : current;
  }

  /** Nodes that work with any number of further columns in their children. */
  private static boolean passesThrough(LogicalPlan node) {
    return node instanceof Filter
        || node instanceof Project
        || node instanceof Aggregate
        || node instanceof Sort
        || node instanceof GlobalLimit
        || node instanceof LocalLimit
        || node instanceof Join
        || node instanceof Window
        || node instanceof AiStage;
  }

  private LogicalPlan extract(LogicalPlan node) {
    if (node instanceof Filter filter) {
      return extractFilter(filter);
    }
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
    LogicalPlan current =
        conjuncts
            .cheap()
            .<LogicalPlan>map(cheap -> new Filter(cheap, filter.child()))
            .orElse(filter.child());
    for (Expression conjunct : conjuncts.ai()) {
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
    AiExpression call = (AiExpression) withAnswers(written);
    Expression key = call.canonicalized();
    List<LogicalPlan> children = new ArrayList<>(Seqs.list(node.children()));
    Attribute known = answered.get(key);
    if (known != null) {
      for (int i = 0; i < children.size(); i++) {
        Optional<LogicalPlan> exposing = exposing(children.get(i), known);
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
    throw AiAnalysisException.raise(
        ErrorCondition.UNDERSTUDY_UNSUPPORTED_PLACE,
        Map.of(
            "function",
            call.call().function().sqlName(),
            "place",
            "in " + node.nodeName() + ", with columns that no single input of it has"));
  }

  private Expression withAnswers(Expression expression) {
    return Transforms.up(
        expression,
        e -> {
          Attribute known =
              e instanceof AiExpression && e != expression ? answered.get(e.canonicalized()) : null;
          return known == null ? e : known;
        });
  }

  private static LogicalPlan stage(AiExpression call, Attribute answer, LogicalPlan child) {
    PromptSplitter.Split split = PromptSplitter.split(call.prompt());
    return new AiStage(
        new StageCall(call.call(), split.template()),
        Seqs.of(split.slots()),
        Seqs.of(call.embeddings().stream().toList()),
        answer,
        child);
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

  /** The plan with the attribute among its columns, if it is computed below and can be shown. */
  private static Optional<LogicalPlan> exposing(LogicalPlan plan, Attribute attribute) {
    if (plan.outputSet().contains(attribute)) {
      return Optional.of(plan);
    }
    if (!(plan instanceof Project project)) {
      return Optional.empty();
    }
    return exposing(project.child(), attribute)
        .map(
            child -> {
              List<NamedExpression> columns = new ArrayList<>(Seqs.list(project.projectList()));
              columns.add(attribute);
              return new Project(Seqs.of(columns), child);
            });
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
