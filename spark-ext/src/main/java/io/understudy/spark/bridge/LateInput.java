package io.understudy.spark.bridge;

import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The input of generated code, handed on as it is (rows, or batches of columns that pass as rows);
 * what the code needs besides is made when a job first asks for partitions, see {@link Late}.
 */
final class LateInput extends RDD<InternalRow> {
  private static final long serialVersionUID = 1L;
  private static final ClassTag<InternalRow> ROW = ClassTag$.MODULE$.apply(InternalRow.class);

  private final Late<?> needed;

  LateInput(RDD<InternalRow> input, Late<?> needed) {
    super(input, ROW);
    this.needed = needed;
  }

  @Override
  public Partition[] getPartitions() {
    needed.make();
    return firstParent(ROW).partitions();
  }

  @Override
  public Iterator<InternalRow> compute(Partition split, TaskContext context) {
    return firstParent(ROW).iterator(split, context);
  }
}
