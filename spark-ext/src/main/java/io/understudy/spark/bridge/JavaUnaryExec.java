package io.understudy.spark.bridge;

import io.understudy.catalyst.bridge.CaseClass;
import io.understudy.catalyst.bridge.Seqs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.UnaryExecNode;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/**
 * An immutable physical node with one child, written in Java. Metrics are made once, on first use:
 * Spark builds a node several times for each query that it runs once.
 */
public abstract class JavaUnaryExec extends SparkPlan implements UnaryExecNode, CaseClass {
  private static final long serialVersionUID = 1L;

  private final SparkPlan child;
  private transient scala.collection.immutable.@Nullable Map<String, SQLMetric> metrics;

  protected JavaUnaryExec(SparkPlan child) {
    this.child = child;
  }

  /** {@inheritDoc} The child comes last. */
  @Override
  public abstract List<Object> elements();

  /** New metrics by name; called once per node that runs or is shown. */
  protected abstract LinkedHashMap<String, SQLMetric> newMetrics();

  @Override
  public final synchronized scala.collection.immutable.Map<String, SQLMetric> metrics() {
    scala.collection.immutable.Map<String, SQLMetric> made = metrics;
    if (made == null) {
      Map<String, SQLMetric> fresh = newMetrics();
      made = Seqs.map(fresh);
      metrics = made;
    }
    return made;
  }

  @Override
  public final SparkPlan child() {
    return child;
  }

  @Override
  public final Seq<SparkPlan> children() {
    return Seqs.seq(child);
  }

  @Override
  public final SparkPlan withNewChildrenInternal(IndexedSeq<SparkPlan> newChildren) {
    return withNewChildInternal(newChildren.apply(0));
  }

  @Override
  public final boolean equals(Object other) {
    return CaseClass.equal(this, other);
  }

  @Override
  public final int hashCode() {
    return CaseClass.hash(this);
  }
}
