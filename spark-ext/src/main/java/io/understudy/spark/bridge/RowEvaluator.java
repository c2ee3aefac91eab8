package io.understudy.spark.bridge;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.PartitionEvaluator;
import org.apache.spark.PartitionEvaluatorFactory;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/** Code that turns the rows of one partition into other rows, on an executor. */
@FunctionalInterface
public interface RowEvaluator extends Serializable {
  Iterator<InternalRow> rows(int partition, Iterator<InternalRow> input);

  /** The RDD whose partitions this code makes out of the input's. */
  static RDD<InternalRow> apply(RDD<InternalRow> input, RowEvaluator evaluator) {
    return input.mapPartitionsWithEvaluator(
        new Factory(evaluator), ClassTag$.MODULE$.apply(InternalRow.class));
  }

  /** Spark's form of the same; the evaluator travels, never the plan. */
  record Factory(RowEvaluator evaluator)
      implements PartitionEvaluatorFactory<InternalRow, InternalRow> {
    @Override
    public PartitionEvaluator<InternalRow, InternalRow> createEvaluator() {
      return (partition, inputs) ->
          CollectionConverters.asScala(
              evaluator.rows(partition, CollectionConverters.asJava(inputs.apply(0))));
    }
  }
}
