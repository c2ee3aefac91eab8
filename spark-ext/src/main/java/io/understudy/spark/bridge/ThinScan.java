package io.understudy.spark.bridge;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.execution.CodegenSupport;
import org.apache.spark.sql.execution.ColumnarToRowExec;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.FilterExec;
import org.apache.spark.sql.execution.InputAdapter;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.WholeStageCodegenExec;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;

/**
 * The scan at the bottom of a stage of generated code, with texts that nobody but AI calls looks
 * at: once it is known that none of these needs them, they can be left on the disk.
 *
 * @param scan reads files into columns on the heap
 * @param texts of its output
 * @param calls of the stage that look at them, the lowest one last
 */
record ThinScan(FileSourceScanExec scan, Set<Object> texts, List<FusedColumnExec> calls) {

  /**
   * The scan that a call's stage has below it, if leaving out the texts makes no difference to
   * anybody else.
   *
   * @param call whose stage is being generated, or has been
   */
  static Optional<ThinScan> of(FusedColumnExec call) {
    Set<Object> kept = new HashSet<>();
    List<FusedColumnExec> calls = new ArrayList<>(callsAbove(call, kept));
    calls.add(call);
    List<SparkPlan> below = new ArrayList<>();
    Optional<FileSourceScanExec> scan = scanBelow(call.child(), below);
    below.stream()
        .filter(FusedColumnExec.class::isInstance)
        .forEach(lower -> calls.add((FusedColumnExec) lower));
    Set<Object> left = new HashSet<>();
    for (FusedColumnExec one : calls) {
      Expression vector = one.vector();
      if (vector == null || !addColumns(one.texts(), left)) {
        return Optional.empty();
      }
      keep(vector.references(), kept);
    }
    return scan.filter(
            found ->
                left.stream().noneMatch(kept::contains)
                    && below.stream().allMatch(plan -> passesOn(plan, left))
                    && isPlain(found)
                    && hasOnHeap(found, left))
        .map(found -> new ThinScan(found, left, calls));
  }

  /**
   * The calls further up in the stage, the highest first.
   *
   * @param kept takes the columns that anything else up there refers to
   */
  private static List<FusedColumnExec> callsAbove(FusedColumnExec call, Set<Object> kept) {
    LinkedList<FusedColumnExec> calls = new LinkedList<>();
    SparkPlan top = call;
    CodegenSupport above = call.parent();
    while (!(above instanceof WholeStageCodegenExec)) {
      top = (SparkPlan) above;
      if (above instanceof FusedColumnExec other) {
        calls.addFirst(other);
      } else if (above instanceof ProjectExec project) {
        // What it only hands on is used further up or not at all.
        computed(project).forEach(column -> keep(column.references(), kept));
      } else {
        keep(top.references(), kept);
      }
      above = above.parent();
    }
    Seqs.list(top.output()).forEach(column -> kept.add(column.exprId()));
    return calls;
  }

  private static void keep(AttributeSet columns, Set<Object> kept) {
    Seqs.list(columns.toSeq()).forEach(column -> kept.add(column.exprId()));
  }

  /** False if a text is anything but a column. */
  private static boolean addColumns(Seq<Expression> texts, Set<Object> columns) {
    for (Expression text : Seqs.list(texts)) {
      if (!(text instanceof AttributeReference column)
          || !(column.dataType() instanceof StringType)) {
        return false;
      }
      columns.add(column.exprId());
    }
    return true;
  }

  /**
   * The scan of a chain of nodes.
   *
   * @param between takes the nodes above it, from the top
   */
  private static Optional<FileSourceScanExec> scanBelow(SparkPlan from, List<SparkPlan> between) {
    SparkPlan plan = from;
    while (plan instanceof FilterExec
        || plan instanceof ProjectExec
        || plan instanceof FusedColumnExec) {
      between.add(plan);
      plan = plan.children().apply(0);
    }
    if (!(plan instanceof ColumnarToRowExec columns)) {
      return Optional.empty();
    }
    SparkPlan below = columns.child() instanceof InputAdapter in ? in.child() : columns.child();
    return below instanceof FileSourceScanExec scan ? Optional.of(scan) : Optional.empty();
  }

  /** Whether a node below a call sees the same rows each time, and no text. */
  private static boolean passesOn(SparkPlan plan, Set<Object> texts) {
    if (plan instanceof FilterExec filter) {
      return filter.condition().deterministic() && !refers(filter.condition(), texts);
    }
    if (plan instanceof ProjectExec project) {
      return computed(project).allMatch(column -> column.deterministic() && !refers(column, texts));
    }
    return plan instanceof FusedColumnExec;
  }

  /** The columns of a projection that are more than handed on. */
  private static Stream<Expression> computed(ProjectExec project) {
    return Seqs.list(project.projectList()).stream()
        .map(Expression.class::cast)
        .filter(column -> !(column instanceof AttributeReference));
  }

  private static boolean refers(Expression expression, Set<Object> columns) {
    return Seqs.list(expression.references().toSeq()).stream()
        .anyMatch(column -> columns.contains(column.exprId()));
  }

  /** A filter that another query computes is waited for by the scan that the plan knows of. */
  private static boolean isPlain(FileSourceScanExec scan) {
    return Stream.of(scan.partitionFilters(), scan.dataFilters())
        .flatMap(filters -> Seqs.<Expression>list(filters).stream())
        .noneMatch(filter -> Transforms.exists(filter, PlanExpression.class::isInstance));
  }

  /** The generated code names the class of each column. */
  private static boolean hasOnHeap(FileSourceScanExec scan, Set<Object> left) {
    List<String> classes =
        Seqs.optional(scan.vectorTypes()).map(Seqs::<String>list).orElse(List.of());
    List<Attribute> output = Seqs.list(scan.output());
    long found = 0;
    for (int i = 0; i < output.size() && i < classes.size(); i++) {
      boolean text = left.contains(output.get(i).exprId());
      found += text && classes.get(i).equals(OnHeapColumnVector.class.getName()) ? 1 : 0;
    }
    return found == left.size();
  }

  /** Whether the input is to be taken where this call takes it. */
  boolean isLowest(FusedColumnExec call) {
    return calls.get(calls.size() - 1) == call;
  }

  /**
   * The input of the stage.
   *
   * @param whole what the scan itself gives
   */
  RDD<InternalRow> input(RDD<InternalRow> whole) {
    List<Attribute> output = Seqs.list(scan.output());
    List<Attribute> rest =
        output.stream().filter(column -> !texts.contains(column.exprId())).toList();
    int[] places = new int[output.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = rest.indexOf(output.get(i));
    }
    return new ThinInput(
        whole,
        without(rest).executeColumnar(),
        places,
        scan.longMetric("numOutputRows"),
        calls.stream().map(FusedColumnExec::late).toList());
  }

  private FileSourceScanExec without(List<Attribute> rest) {
    Set<String> names = new HashSet<>();
    rest.forEach(column -> names.add(column.name()));
    StructType schema = new StructType();
    for (var field : scan.requiredSchema().fields()) {
      schema = names.contains(field.name()) ? schema.add(field) : schema;
    }
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < scan.productArity(); i++) {
      Object element = scan.productElement(i);
      boolean isOutput = element == scan.output();
      boolean isSchema = element == scan.requiredSchema();
      elements.add(isOutput ? Seqs.of(rest) : isSchema ? schema : element);
    }
    return (FileSourceScanExec) scan.makeCopy(elements.toArray());
  }
}
