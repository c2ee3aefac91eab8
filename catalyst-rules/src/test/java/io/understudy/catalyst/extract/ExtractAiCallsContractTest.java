package io.understudy.catalyst.extract;

import io.understudy.catalyst.Plans;
import io.understudy.catalyst.bridge.Transforms;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;

class ExtractAiCallsContractTest extends RuleContract {
  @Override
  Rule<LogicalPlan> rule() {
    return new ExtractAiCalls();
  }

  @Override
  LogicalPlan input(String sql) {
    return Plans.extracted(sql).before();
  }

  @Override
  boolean done(LogicalPlan plan) {
    return !Transforms.exists(plan, Extraction::asks);
  }
}
