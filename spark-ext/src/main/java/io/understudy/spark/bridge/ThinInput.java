package io.understudy.spark.bridge;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.types.StringType$;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * A {@link LateInput} of columns that are read without some texts where these turn out not to be
 * needed; in their place stands a column of empty ones. Batches pass as rows, as Spark's own do on
 * their way into generated code.
 */
final class ThinInput extends RDD<InternalRow> {
  private static final long serialVersionUID = 1L;
  private static final ClassTag<InternalRow> ROW = ClassTag$.MODULE$.apply(InternalRow.class);

  private final transient Supplier<Optional<RDD<ColumnarBatch>>> maker;
  private @Nullable RDD<ColumnarBatch> thin;
  private final int[] places;
  private final SQLMetric rowsRead;
  private final SQLMetric scanTime;
  private final List<Late<InlineEvaluator>> calls;

  /**
   * @param whole all columns
   * @param maker makes the same without the texts, if these are not needed; nothing if it can't
   * @param places of the columns in {@code thin}; -1 for a text
   * @param rowsRead counts the rows of {@code whole}
   * @param scanTime counts the milliseconds that it takes
   * @param calls say whether they read texts
   */
  ThinInput(
      RDD<InternalRow> whole,
      Supplier<Optional<RDD<ColumnarBatch>>> maker,
      int[] places,
      SQLMetric rowsRead,
      SQLMetric scanTime,
      List<Late<InlineEvaluator>> calls) {
    super(whole, ROW);
    this.maker = maker;
    this.places = places;
    this.rowsRead = rowsRead;
    this.scanTime = scanTime;
    this.calls = calls;
  }

  @Override
  public Partition[] getPartitions() {
    calls.forEach(Late::make);
    if (calls.stream().noneMatch(call -> call.get().readsTexts())) {
      Optional<RDD<ColumnarBatch>> made = maker.get();
      // It is none of this RDD's parents, so nobody else asks for what executors need of it.
      made.ifPresent(RDD::dependencies);
      thin = made.orElse(null);
    }
    return firstParent(ROW).partitions();
  }

  /** A partition names its files, and says nothing of their columns. */
  @Override
  public scala.collection.Iterator<InternalRow> compute(Partition split, TaskContext context) {
    RDD<ColumnarBatch> batches = thin;
    return batches == null
        ? firstParent(ROW).iterator(split, context)
        : asRows(new Widened(CollectionConverters.asJava(batches.iterator(split, context))));
  }

  @SuppressWarnings("unchecked")
  private static scala.collection.Iterator<InternalRow> asRows(Iterator<ColumnarBatch> batches) {
    return (scala.collection.Iterator<InternalRow>)
        (scala.collection.Iterator<?>) CollectionConverters.asScala(batches);
  }

  /** Batches with a column of empty texts wherever one was left out. */
  private final class Widened implements Iterator<ColumnarBatch> {
    private final Iterator<ColumnarBatch> batches;
    private @Nullable OnHeapColumnVector empty;
    private int size;

    Widened(Iterator<ColumnarBatch> batches) {
      this.batches = batches;
    }

    @Override
    public boolean hasNext() {
      long started = System.nanoTime();
      boolean more = batches.hasNext();
      scanTime.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
      return more;
    }

    @Override
    public ColumnarBatch next() {
      ColumnarBatch batch = batches.next();
      ColumnVector[] columns = new ColumnVector[places.length];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = places[i] < 0 ? empty(batch.numRows()) : batch.column(places[i]);
      }
      rowsRead.add(batch.numRows());
      return new ColumnarBatch(columns, batch.numRows());
    }

    private OnHeapColumnVector empty(int rows) {
      OnHeapColumnVector known = empty;
      if (known == null || size < rows) {
        // New ones hold zeros: texts that begin at 0 and have no bytes.
        known = new OnHeapColumnVector(rows, StringType$.MODULE$);
        empty = known;
        size = rows;
      }
      return known;
    }
  }
}
