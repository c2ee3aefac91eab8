package io.understudy.spark.bridge;

import io.understudy.catalyst.bridge.Seqs;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.AttributeSet$;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.plans.physical.Partitioning;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.types.DataType;
import scala.collection.immutable.Seq;

/** A physical node that hands its rows on, in their order and partitions, with one column more. */
public abstract class ColumnExec extends JavaUnaryExec {
  private static final long serialVersionUID = 1L;

  private final Attribute answer;

  protected ColumnExec(Attribute answer, SparkPlan child) {
    super(child);
    this.answer = answer;
  }

  /** The column that the node adds, the last of its output. */
  protected final Attribute answer() {
    return answer;
  }

  /** Types of the columns, the added one included. */
  protected final DataType[] outputTypes() {
    return Seqs.list(output()).stream().map(Attribute::dataType).toArray(DataType[]::new);
  }

  @Override
  public final Seq<Attribute> output() {
    List<Attribute> output = new ArrayList<>(Seqs.list(child().output()));
    output.add(answer);
    return Seqs.of(output);
  }

  @Override
  public final AttributeSet producedAttributes() {
    return AttributeSet$.MODULE$.apply(answer);
  }

  @Override
  public final Partitioning outputPartitioning() {
    return child().outputPartitioning();
  }

  @Override
  public final Seq<SortOrder> outputOrdering() {
    return child().outputOrdering();
  }
}
