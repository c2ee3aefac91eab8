package io.understudy.spark.bridge;

import java.util.function.Supplier;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Rows made of another RDD's by code that is prepared on the driver when a first job wants them.
 *
 * <p>Spark keeps what a plan's {@code doExecute} returns, an exception included, and would throw it
 * at every later action on the same Dataset. It asks for partitions in the thread that submits a
 * job, before the job starts, and asks again after a failure: so that is where preparation belongs.
 */
public final class LateRows extends RDD<InternalRow> {
  private static final long serialVersionUID = 1L;
  private static final ClassTag<InternalRow> ROW = ClassTag$.MODULE$.apply(InternalRow.class);

  private final transient Supplier<RowEvaluator> prepare;
  private @Nullable RowEvaluator prepared;

  /**
   * @param prepare makes the code that makes the rows; called once, or again after it has thrown
   */
  public LateRows(RDD<InternalRow> input, Supplier<RowEvaluator> prepare) {
    super(input, ROW);
    this.prepare = prepare;
  }

  @Override
  public Partition[] getPartitions() {
    prepared = prepare.get();
    return firstParent(ROW).partitions();
  }

  @Override
  public Iterator<InternalRow> compute(Partition split, TaskContext context) {
    RowEvaluator rows = prepared;
    if (rows == null) {
      throw new IllegalStateException("computed before its partitions were asked for");
    }
    return CollectionConverters.asScala(
        rows.rows(
            split.index(), CollectionConverters.asJava(firstParent(ROW).iterator(split, context))));
  }
}
