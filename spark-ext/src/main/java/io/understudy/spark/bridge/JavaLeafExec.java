package io.understudy.spark.bridge;

import io.understudy.catalyst.bridge.CaseClass;
import io.understudy.catalyst.bridge.Seqs;
import java.util.List;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.execution.LeafExecNode;
import org.apache.spark.sql.execution.SparkPlan;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/**
 * An immutable physical node without children, written in Java, whose few rows are made on the
 * driver when a first job wants them, and kept.
 */
public abstract class JavaLeafExec extends SparkPlan implements LeafExecNode, CaseClass {
  private static final long serialVersionUID = 1L;

  private final Seq<Attribute> output;
  private transient @Nullable List<InternalRow> made;

  /**
   * @param output its columns
   */
  protected JavaLeafExec(Seq<Attribute> output) {
    this.output = output;
  }

  /** {@inheritDoc} The columns come last. */
  @Override
  public abstract List<Object> elements();

  /** Makes the rows; called once, or again after it has thrown. */
  protected abstract List<InternalRow> make();

  @Override
  public final RDD<InternalRow> doExecute() {
    return new DriverRows(sparkContext(), this::rows);
  }

  private synchronized List<InternalRow> rows() {
    List<InternalRow> rows = made;
    if (rows == null) {
      // Whoever reads a plan's rows may take them for unsafe ones.
      UnsafeProjection unsafe = UnsafeProjection.create(schema());
      rows =
          ActiveSession.during(session(), this::make).stream()
              .map(row -> (InternalRow) unsafe.apply(row).copy())
              .toList();
      made = rows;
    }
    return rows;
  }

  @Override
  public final Seq<Attribute> output() {
    return output;
  }

  @Override
  public final Seq<SparkPlan> children() {
    return Seqs.seq();
  }

  @Override
  public final SparkPlan mapChildren(Function1<SparkPlan, SparkPlan> change) {
    return this;
  }

  @Override
  public final SparkPlan withNewChildrenInternal(IndexedSeq<SparkPlan> newChildren) {
    return this;
  }

  @Override
  public final AttributeSet producedAttributes() {
    return outputSet();
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
