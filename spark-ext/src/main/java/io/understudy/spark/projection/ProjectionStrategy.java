package io.understudy.spark.projection;

import io.understudy.catalyst.bridge.Seqs;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.SparkStrategy;
import scala.collection.immutable.Seq;

/** Plans projections. */
public final class ProjectionStrategy extends SparkStrategy {
  @Override
  public Seq<SparkPlan> apply(LogicalPlan plan) {
    return plan instanceof ProjectionRelation relation
        ? Seqs.seq(new ProjectionExec(relation.arguments(), relation.output()))
        : Seqs.seq();
  }
}
