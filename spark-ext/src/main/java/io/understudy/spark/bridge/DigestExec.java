package io.understudy.spark.bridge;

import io.understudy.catalyst.bridge.Seqs;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.AttributeSet$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.expressions.codegen.JavaCode$;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.execution.CodegenSupport;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.WholeStageCodegenExec;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.apache.spark.sql.types.BinaryType$;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegerType$;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Seq;

/**
 * Reads its child to the end, if possible within the child's generated code so that no row is ever
 * made, and hands on what a {@link RowDigest} says about each partition: rows of part and bytes. It
 * stands in no query's plan.
 */
final class DigestExec extends JavaUnaryExec implements CodegenSupport {
  private static final long serialVersionUID = 1L;

  private final Seq<Expression> slots;
  private final Seq<Expression> vector;
  private final RowDigester digester;
  private final Seq<Attribute> columns;
  private transient @Nullable CodegenSupport parent;
  private transient @Nullable String digest;

  /**
   * @param slots of a row: strings, and longs that are never NULL
   * @param vector of a row, an array of floats or doubles; none or one
   */
  DigestExec(Seq<Expression> slots, Seq<Expression> vector, RowDigester digester, SparkPlan child) {
    this(
        slots,
        vector,
        digester,
        Seqs.of(
            List.of(column("part", IntegerType$.MODULE$), column("bytes", BinaryType$.MODULE$))),
        child);
  }

  private DigestExec(
      Seq<Expression> slots,
      Seq<Expression> vector,
      RowDigester digester,
      Seq<Attribute> columns,
      SparkPlan child) {
    super(child);
    this.slots = slots;
    this.vector = vector;
    this.digester = digester;
    this.columns = columns;
  }

  /**
   * What a digest says of all rows of a plan: rows of a part's number and its bytes.
   *
   * @param plan as it would be executed
   */
  static RDD<InternalRow> over(
      SparkPlan plan, Seq<Expression> slots, Seq<Expression> vector, RowDigester digester) {
    SparkPlan part = plan instanceof WholeStageCodegenExec stage ? stage.child() : plan;
    DigestExec digest = new DigestExec(slots, vector, digester, part);
    return (part == plan ? digest : new WholeStageCodegenExec(digest, 0)).execute();
  }

  private static Attribute column(String name, DataType type) {
    return new AttributeReference(
        name,
        type,
        /* nullable= */ false,
        Metadata.empty(),
        NamedExpression$.MODULE$.newExprId(),
        Seqs.seq());
  }

  @Override
  public Seq<Attribute> output() {
    return columns;
  }

  @Override
  public AttributeSet producedAttributes() {
    return AttributeSet$.MODULE$.fromAttributeSets(
        Seqs.of(Seqs.list(columns).stream().map(AttributeSet$.MODULE$::apply).toList()));
  }

  @Override
  public Seq<RDD<InternalRow>> inputRDDs() {
    return ((CodegenSupport) child()).inputRDDs();
  }

  @Override
  public String doProduce(CodegenContext context) {
    String reference = context.addReferenceObj("digester", digester, RowDigester.class.getName());
    String name =
        context.addMutableState(
            RowDigest.class.getName(),
            "digest",
            variable -> "",
            /* forceInline= */ true,
            /* useFreshName= */ true);
    digest = name;
    context.addPartitionInitializationStatement(String.format("%s = %s.open();", name, reference));
    String part = context.freshName("part");
    String bytes = context.freshName("bytes");
    List<ExprCode> row =
        List.of(
            ExprCode.forNonNullValue(JavaCode$.MODULE$.variable(part, IntegerType$.MODULE$)),
            ExprCode.forNonNullValue(JavaCode$.MODULE$.variable(bytes, BinaryType$.MODULE$)));
    return String.format(
        "%s\nwhile (%s.next()) {\nint %s = %s.part();\nbyte[] %s = %s.bytes();\n%s\n%s\n}",
        ((CodegenSupport) child()).produce(context, this),
        name,
        part,
        name,
        bytes,
        name,
        consume(context, Seqs.of(row), null),
        shouldStopCheckCode());
  }

  @Override
  public String doConsume(CodegenContext context, Seq<ExprCode> input, ExprCode row) {
    context.INPUT_ROW_$eq(null);
    context.currentVars_$eq(input);
    List<String> code = new ArrayList<>();
    int slot = 0;
    for (Expression expression : Seqs.list(slots)) {
      ExprCode value = bound(expression).genCode(context);
      code.add(value.code().toString());
      code.add(
          isNumber(expression)
              ? String.format("%s.number(%d, %s);", digest, slot, value.value())
              : String.format("%s.text(%d, %s);", digest, slot, orNull(value, "UTF8String")));
      slot++;
    }
    if (vector.isEmpty()) {
      code.add(digest + ".take((ArrayData) null);");
    } else {
      ExprCode value = bound(vector.apply(0)).genCode(context);
      code.add(value.code().toString());
      code.add(String.format("%s.take(%s);", digest, orNull(value, "ArrayData")));
    }
    return String.join("\n", code);
  }

  private static boolean isNumber(Expression slot) {
    return slot.dataType() instanceof LongType;
  }

  private static String orNull(ExprCode code, String type) {
    return String.format("%s ? (%s) null : %s", code.isNull(), type, code.value());
  }

  private Expression bound(Expression expression) {
    return BoundExpressions.bind(expression, child().output());
  }

  /** Where the child has no generated code, or too much of it to be compiled. */
  @Override
  public RDD<InternalRow> doExecute() {
    return RowEvaluator.apply(
        child().execute(),
        new ByRow(
            Seqs.list(slots).stream().map(this::bound).toArray(Expression[]::new),
            vector.isEmpty() ? null : bound(vector.apply(0)),
            digester));
  }

  private static final class ByRow implements RowEvaluator {
    private static final long serialVersionUID = 1L;

    private final Expression[] slots;
    private final boolean[] numbers;
    private final @Nullable Expression vector;
    private final RowDigester digester;

    ByRow(Expression[] slots, @Nullable Expression vector, RowDigester digester) {
      this.slots = slots;
      this.numbers = new boolean[slots.length];
      for (int slot = 0; slot < slots.length; slot++) {
        numbers[slot] = isNumber(slots[slot]);
      }
      this.vector = vector;
      this.digester = digester;
    }

    @Override
    public Iterator<InternalRow> rows(int partition, Iterator<InternalRow> input) {
      RowDigest digest = digester.open();
      while (input.hasNext()) {
        InternalRow row = input.next();
        for (int slot = 0; slot < slots.length; slot++) {
          Object value = slots[slot].eval(row);
          if (numbers[slot]) {
            digest.number(slot, (Long) value);
          } else {
            digest.text(slot, (UTF8String) value);
          }
        }
        digest.take(vector == null ? null : (ArrayData) vector.eval(row));
      }
      List<InternalRow> parts = new ArrayList<>();
      while (digest.next()) {
        parts.add(new GenericInternalRow(new Object[] {digest.part(), digest.bytes()}));
      }
      return parts.iterator();
    }
  }

  @Override
  public CodegenSupport parent() {
    CodegenSupport set = parent;
    if (set == null) {
      throw new IllegalStateException("code is generated from above");
    }
    return set;
  }

  @Override
  public void parent_$eq(CodegenSupport newParent) {
    parent = newParent;
  }

  @Override
  public List<Object> elements() {
    return List.of(slots, vector, digester, columns, child());
  }

  @Override
  protected LinkedHashMap<String, SQLMetric> newMetrics() {
    return new LinkedHashMap<>();
  }

  @Override
  public SparkPlan withNewChildInternal(SparkPlan newChild) {
    return new DigestExec(slots, vector, digester, columns, newChild);
  }
}
