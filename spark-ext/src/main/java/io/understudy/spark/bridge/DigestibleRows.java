package io.understudy.spark.bridge;

import io.understudy.catalyst.bridge.Seqs;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenFallback;
import org.apache.spark.sql.execution.CodegenSupport;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.WholeStageCodegenExec;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The rows of a plan, which can also be learnt about without being made: within the code that reads
 * them.
 */
public final class DigestibleRows extends RDD<InternalRow> {
  private static final long serialVersionUID = 1L;
  private static final ClassTag<InternalRow> ROW = ClassTag$.MODULE$.apply(InternalRow.class);

  private final transient @Nullable SparkPlan part;
  private final transient Seq<Expression> texts;
  private final transient @Nullable Expression vector;

  /**
   * @param rows what the plan yields
   * @param part the plan, without the border of its stage; null if it has no generated code
   * @param texts of a row that a digest is to see
   * @param vector of a row that a digest is to see
   */
  DigestibleRows(
      RDD<InternalRow> rows,
      @Nullable SparkPlan part,
      Seq<Expression> texts,
      @Nullable Expression vector) {
    super(rows, ROW);
    this.part = part;
    this.texts = texts;
    this.vector = vector;
  }

  /**
   * What is learnt about each partition's rows: rows of a part's number and its bytes.
   *
   * @param withVector whether the digest needs the row's vector
   * @return nothing if the plan or what is read of it has no generated code, or if the vector that
   *     is needed has a form that the code does not know
   */
  public Optional<RDD<InternalRow>> digested(RowDigester digester, boolean withVector) {
    Seq<Expression> vectors = Seqs.of(vector == null ? List.of() : List.of(vector));
    boolean inCode =
        withVector == (vector != null)
            && Stream.of(texts, vectors)
                .flatMap(all -> Seqs.list(all).stream())
                .allMatch(DigestibleRows::hasCode);
    if (part == null || !inCode) {
      return Optional.empty();
    }
    return Optional.of(
        new WholeStageCodegenExec(new DigestExec(texts, vectors, digester, part), 0).execute());
  }

  /** Whether Spark generates code for an expression; some of them want to see a row. */
  private static boolean hasCode(Expression expression) {
    return !(expression instanceof CodegenFallback)
        && Seqs.list(expression.children()).stream().allMatch(DigestibleRows::hasCode);
  }

  /** The plan below the border of its stage, if it takes part in generated code. */
  static @Nullable SparkPlan partOf(SparkPlan plan) {
    SparkPlan part = plan instanceof WholeStageCodegenExec stage ? stage.child() : plan;
    return part instanceof CodegenSupport code && code.supportCodegen() ? part : null;
  }

  @Override
  public Partition[] getPartitions() {
    return firstParent(ROW).partitions();
  }

  @Override
  public Iterator<InternalRow> compute(Partition split, TaskContext context) {
    return firstParent(ROW).iterator(split, context);
  }
}
