package io.understudy.spark.plan;

import io.understudy.catalyst.bridge.FailOpen;
import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.order.OrderedConjuncts;
import io.understudy.catalyst.order.TiedToData;
import io.understudy.catalyst.resolve.AiExpression;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;

/**
 * Keeps a question about partition columns with the rows. Delta evaluates predicates on partition
 * columns while it plans a query, in a rule that runs before ours: EXPLAIN would ask the LLM.
 */
public final class PartitionPredicatesStay extends Rule<LogicalPlan> {
  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    return FailOpen.step(
        "a predicate on partition columns",
        plan,
        before ->
            Transforms.up(
                before,
                node ->
                    node instanceof Filter filter
                            && OrderedConjuncts.hasAiCall(filter.condition())
                            && filter.child() instanceof LogicalRelation relation
                        ? tied(filter, relation)
                        : node));
  }

  private static LogicalPlan tied(Filter filter, LogicalRelation relation) {
    if (!(relation.relation() instanceof HadoopFsRelation files)) {
      return filter;
    }
    List<String> partitions = Arrays.asList(files.partitionSchema().fieldNames());
    Optional<Attribute> data =
        Seqs.<Attribute>list(relation.output()).stream()
            .filter(column -> !partitions.contains(column.name()))
            .min(Comparator.comparingInt(column -> column.dataType().defaultSize()));
    if (partitions.isEmpty() || data.isEmpty()) {
      return filter;
    }
    Expression condition = tied(filter.condition(), partitions, data.get());
    return condition == filter.condition() ? filter : new Filter(condition, filter.child());
  }

  private static Expression tied(Expression expression, List<String> partitions, Attribute data) {
    if (expression instanceof TiedToData || !OrderedConjuncts.hasAiCall(expression)) {
      return expression;
    }
    if (expression instanceof AiExpression call) {
      return Seqs.<Attribute>list(call.references().toSeq()).stream()
              .allMatch(column -> partitions.contains(column.name()))
          ? new TiedToData(call, data)
          : call;
    }
    List<Expression> before = Seqs.list(expression.children());
    List<Expression> after = before.stream().map(child -> tied(child, partitions, data)).toList();
    return after.equals(before) ? expression : expression.withNewChildren(Seqs.of(after));
  }
}
