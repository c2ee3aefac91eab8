package io.understudy.spark.bridge;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.execution.ColumnarToRowExec;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.FilterExec;
import org.apache.spark.sql.execution.InputAdapter;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * The scan at the bottom of a stage of generated code, with texts that nobody but an AI call looks
 * at: once it is known that the call needs none, they can be left on the disk.
 *
 * @param scan reads files into columns on the heap
 * @param texts of its output
 */
record ThinScan(FileSourceScanExec scan, Set<Object> texts) {

  /**
   * The scan of a node, if leaving out the texts makes no difference to anybody else.
   *
   * @param child the node's child
   * @param texts what the node reads
   * @param kept columns that the node needs otherwise, or somebody above it
   */
  static Optional<ThinScan> of(SparkPlan child, List<Expression> texts, Set<Object> kept) {
    Set<Object> left = new HashSet<>();
    for (Expression text : texts) {
      if (!(text instanceof AttributeReference column)
          || !(column.dataType() instanceof StringType)) {
        return Optional.empty();
      }
      left.add(column.exprId());
    }
    if (left.stream().anyMatch(kept::contains)) {
      return Optional.empty();
    }
    return scanBelow(child, left)
        .filter(scan -> isPlain(scan) && hasOnHeap(scan, left))
        .map(scan -> new ThinScan(scan, left));
  }

  /** What lies between must see the same rows each time, and no text. */
  private static Optional<FileSourceScanExec> scanBelow(SparkPlan child, Set<Object> left) {
    SparkPlan plan = child;
    while (true) {
      if (plan instanceof FilterExec filter) {
        if (!filter.condition().deterministic() || refers(filter.condition(), left)) {
          return Optional.empty();
        }
        plan = filter.child();
      } else if (plan instanceof ProjectExec project) {
        boolean passesOn =
            Seqs.list(project.projectList()).stream()
                .map(Expression.class::cast)
                .allMatch(
                    column ->
                        column instanceof AttributeReference
                            || (column.deterministic() && !refers(column, left)));
        if (!passesOn) {
          return Optional.empty();
        }
        plan = project.child();
      } else if (plan instanceof ColumnarToRowExec columns) {
        SparkPlan below = columns.child() instanceof InputAdapter in ? in.child() : columns.child();
        return below instanceof FileSourceScanExec scan ? Optional.of(scan) : Optional.empty();
      } else {
        return Optional.empty();
      }
    }
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

  /**
   * The input of the stage.
   *
   * @param whole what the scan itself gives
   * @param needed says, when it is made, whether texts are read
   */
  RDD<InternalRow> input(RDD<InternalRow> whole, Late<InlineEvaluator> needed) {
    List<Attribute> output = Seqs.list(scan.output());
    List<Attribute> rest =
        output.stream().filter(column -> !texts.contains(column.exprId())).toList();
    int[] places = new int[output.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = rest.indexOf(output.get(i));
    }
    return new ThinInput(
        whole, without(rest).executeColumnar(), places, scan.longMetric("numOutputRows"), needed);
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
