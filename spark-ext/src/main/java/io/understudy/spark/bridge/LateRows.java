package io.understudy.spark.bridge;

import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Rows made of another RDD's by code that is made late, see {@link Late}. */
public final class LateRows extends RDD<InternalRow> {
  private static final long serialVersionUID = 1L;
  private static final ClassTag<InternalRow> ROW = ClassTag$.MODULE$.apply(InternalRow.class);

  private final Late<? extends RowEvaluator> rows;

  /**
   * @param rows makes the rows of a partition
   */
  public LateRows(RDD<InternalRow> input, Late<? extends RowEvaluator> rows) {
    super(input, ROW);
    this.rows = rows;
  }

  @Override
  public Partition[] getPartitions() {
    rows.make();
    return firstParent(ROW).partitions();
  }

  @Override
  public Iterator<InternalRow> compute(Partition split, TaskContext context) {
    return CollectionConverters.asScala(
        rows.get()
            .rows(
                split.index(),
                CollectionConverters.asJava(firstParent(ROW).iterator(split, context))));
  }
}
