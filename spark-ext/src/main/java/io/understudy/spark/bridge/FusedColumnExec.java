package io.understudy.spark.bridge;

import io.understudy.catalyst.bridge.Seqs;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.execution.CodegenSupport;
import org.apache.spark.sql.execution.InputAdapter;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.WholeStageCodegenExec;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Seq;

/**
 * A {@link ColumnExec} that can work within Spark's whole-stage code, between the scan below and
 * the filters above, without a row being made for it. Where Spark runs the stage without generated
 * code (too many columns, too large a method) it is a node like any other.
 */
public abstract class FusedColumnExec extends ColumnExec implements CodegenSupport {
  private static final long serialVersionUID = 1L;

  /** A method of a class takes at most 255 words; each column needs three. */
  private static final int MOST_COLUMNS = 80;

  /**
   * Names in the code that is being generated.
   *
   * @param answers the variable that holds the {@link InlineAnswers}
   * @param emit the method that hands a row on
   */
  record Generated(String answers, String emit) {}

  private transient @Nullable Generated generated;
  private transient @Nullable CodegenSupport parent;
  private transient @Nullable Late<InlineEvaluator> late;
  private transient @Nullable RDD<InternalRow> childRows;

  /** Stays true: who reads no texts answers in any stage. */
  private transient volatile boolean thin;

  protected FusedColumnExec(Attribute answer, SparkPlan child) {
    super(answer, child);
  }

  /** Texts that an answer is about. */
  protected abstract Seq<Expression> texts();

  /** The same texts for a sample, which may take rows that need no value. */
  protected Seq<Expression> sampledTexts() {
    return texts();
  }

  /** The vector that an answer is computed from, an array of floats or doubles; null if none. */
  protected abstract @Nullable Expression vector();

  /** Whether most rows are answered by their texts alone, so that no vector is needed. */
  protected abstract boolean textsSuffice();

  /** Makes what answers the rows; on the driver, when a first job wants them. */
  protected abstract InlineEvaluator evaluator(RDD<InternalRow> input);

  @Override
  public final boolean supportCodegen() {
    return (vector() != null || textsSuffice()) && output().size() <= MOST_COLUMNS;
  }

  @Override
  public final RDD<InternalRow> doExecute() {
    return new LateRows(childRows(), late());
  }

  @Override
  public final Seq<RDD<InternalRow>> inputRDDs() {
    List<RDD<InternalRow>> inputs =
        new ArrayList<>(Seqs.list(((CodegenSupport) child()).inputRDDs()));
    // Spark asks all inputs of a stage for their partitions, so one of them is enough.
    RDD<InternalRow> first = inputs.get(0);
    Optional<ThinScan> scan = parent == null ? Optional.empty() : ThinScan.of(this);
    if (scan.isPresent()) {
      thin = true;
    }
    inputs.set(
        0,
        scan.filter(found -> found.isLowest(this))
            .map(found -> found.input(first))
            .orElseGet(() -> new LateInput(first, late())));
    return Seqs.of(inputs);
  }

  /**
   * Whether the input can come without texts, if no call of the stage reads any. Where it does not
   * come without, an evaluator that reads none gives the same answers.
   */
  public final boolean canSpareTexts() {
    return thin;
  }

  /** Spark comes back for {@link #doConsume} while the child's code is made. */
  @Override
  public final String doProduce(CodegenContext context) {
    FusedCode code = new FusedCode(this, context);
    Generated names = code.begin();
    generated = names;
    return code.produce(names);
  }

  @Override
  public final String doConsume(CodegenContext context, Seq<ExprCode> input, ExprCode row) {
    return new FusedCode(this, context)
        .consume(Objects.requireNonNull(generated), Seqs.list(input));
  }

  @Override
  public final CodegenSupport parent() {
    CodegenSupport set = parent;
    if (set == null) {
      throw new IllegalStateException("code is generated from above");
    }
    return set;
  }

  @Override
  public final void parent_$eq(CodegenSupport newParent) {
    parent = newParent;
  }

  /** One for all executions of the node: Spark may ask for its input more than once. */
  final synchronized Late<InlineEvaluator> late() {
    Late<InlineEvaluator> known = late;
    if (known == null) {
      known = new Late<>(() -> ActiveSession.during(session(), () -> evaluator(childRows())));
      late = known;
    }
    return known;
  }

  /** The input by itself; where it is a part of this node's stage, as a stage of its own. */
  protected final synchronized RDD<InternalRow> childRows() {
    RDD<InternalRow> known = childRows;
    if (known == null) {
      SparkPlan child = child();
      boolean inStage =
          (parent != null || (supportCodegen() && conf().wholeStageEnabled()))
              && child instanceof CodegenSupport part
              && part.supportCodegen();
      RDD<InternalRow> rows =
          (inStage && parts(child) ? new WholeStageCodegenExec(child, 0) : child).execute();
      boolean hasCode = inStage || child instanceof WholeStageCodegenExec;
      known =
          new DigestibleRows(
              rows, hasCode ? DigestibleRows.partOf(child) : null, sampledTexts(), vector());
      childRows = known;
    }
    return known;
  }

  /** Not the border of a stage, which Spark has put there already. */
  private static boolean parts(SparkPlan child) {
    return !(child instanceof WholeStageCodegenExec) && !(child instanceof InputAdapter);
  }
}
