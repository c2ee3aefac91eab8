package io.understudy.spark.bridge;

import io.understudy.catalyst.bridge.Seqs;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Rows that are made on the driver when a first job wants them; see {@link LateRows} for why then
 * and not before. They travel with the only partition.
 */
final class DriverRows extends RDD<InternalRow> {
  private static final long serialVersionUID = 1L;
  private static final ClassTag<InternalRow> ROW = ClassTag$.MODULE$.apply(InternalRow.class);

  private final transient Supplier<List<InternalRow>> made;

  /**
   * @param made makes the rows; called once, or again after it has thrown
   */
  DriverRows(SparkContext context, Supplier<List<InternalRow>> made) {
    super(context, Seqs.<Dependency<?>>seq(), ROW);
    this.made = made;
  }

  /** The rows of the only partition. */
  private record Rows(List<InternalRow> rows) implements Partition {
    private static final long serialVersionUID = 1L;

    @Override
    public int index() {
      return 0;
    }
  }

  @Override
  public Partition[] getPartitions() {
    return new Partition[] {new Rows(made.get())};
  }

  @Override
  public Iterator<InternalRow> compute(Partition split, TaskContext context) {
    return CollectionConverters.asScala(((Rows) split).rows().iterator());
  }
}
