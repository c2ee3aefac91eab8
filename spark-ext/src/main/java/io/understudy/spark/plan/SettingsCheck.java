package io.understudy.spark.plan;

import io.understudy.call.AiCall;
import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.resolve.AiExpression;
import io.understudy.spark.config.CallSettings;
import io.understudy.spark.config.UnderstudyConf;
import java.util.HashSet;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;

/**
 * Looks at the settings while a query with AI calls is analysed, so that a wrong key or the wrong
 * name of an endpoint is an analysis error. Sends nothing, changes nothing.
 *
 * <p>A rule of resolution and not a check rule: Spark copies what a check rule throws into an
 * exception of its own, which knows no SQLSTATE but Spark's.
 */
public final class SettingsCheck extends Rule<LogicalPlan> {
  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    Set<AiCall> calls = new HashSet<>();
    for (LogicalPlan node : Transforms.collect(plan, LogicalPlan.class)) {
      for (Expression expression : Seqs.list(node.expressions())) {
        Transforms.collect(expression, AiExpression.class).forEach(call -> calls.add(call.call()));
      }
    }
    if (!calls.isEmpty()) {
      CallSettings.check(UnderstudyConf.ofActiveSession(), calls);
    }
    return plan;
  }
}
