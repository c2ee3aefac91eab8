package io.understudy.spark.bridge;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.FileSourceOptions;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.util.CaseInsensitiveMap$;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scan at the bottom of a stage of generated code, with texts that nobody but AI calls looks
 * at: once it is known that none of these needs them, they can be left on the disk.
 *
 * @param scan reads files into columns on the heap
 * @param texts of its output
 * @param calls of the stage, the lowest one last
 */
record ThinScan(FileSourceScanExec scan, Set<ExprId> texts, List<FusedColumnExec> calls) {
  private static final Logger LOG = LoggerFactory.getLogger(ThinScan.class);

  /**
   * The scan below a call's stage, if leaving out the texts makes no difference to anybody else.
   *
   * @param call whose stage is being generated, or has been
   */
  static Optional<ThinScan> of(FusedColumnExec call) {
    Set<ExprId> usedAbove = new HashSet<>();
    FusedColumnExec highest = highest(call, usedAbove);
    ColumnsBelow below = ColumnsBelow.of(highest);
    if (!(below.bottom() instanceof FileSourceScanExec scan) || !below.steady()) {
      return Optional.empty();
    }
    Set<ExprId> kept = below.sources(usedAbove);
    kept.addAll(below.used());
    Set<ExprId> texts = new HashSet<>();
    for (FusedColumnExec one : below.calls()) {
      // A vector that somebody computes may differ from one reading to the next.
      Optional<ExprId> vector = column(one.vector()).map(below::source).filter(isOf(scan));
      List<Optional<ExprId>> left =
          Seqs.<Expression>list(one.texts()).stream()
              .map(text -> column(text).map(below::source))
              .toList();
      if (vector.isEmpty() || left.stream().anyMatch(Optional::isEmpty)) {
        return Optional.empty();
      }
      kept.add(vector.get());
      left.forEach(text -> texts.add(text.orElseThrow()));
    }
    return texts.stream().noneMatch(kept::contains) && isPlain(scan) && hasOnHeap(scan, texts)
        ? Optional.of(new ThinScan(scan, texts, below.calls()))
        : Optional.empty();
  }

  /**
   * The highest call of a stage.
   *
   * @param used takes the columns that anything above it refers to
   */
  private static FusedColumnExec highest(FusedColumnExec call, Set<ExprId> used) {
    FusedColumnExec highest = call;
    SparkPlan top = call;
    for (SparkPlan above : FusedCode.above(call)) {
      top = above;
      if (above instanceof FusedColumnExec other) {
        highest = other;
        used.clear();
      } else {
        FusedCode.addAll(above.references().toSeq(), used);
      }
    }
    FusedCode.addAll(top.output(), used);
    return highest;
  }

  /** The column that an expression is, whatever its type is cast to. */
  private static Optional<ExprId> column(@Nullable Expression expression) {
    Expression bare = expression instanceof Cast cast ? cast.child() : expression;
    return bare instanceof AttributeReference column
        ? Optional.of(column.exprId())
        : Optional.empty();
  }

  private static Predicate<ExprId> isOf(FileSourceScanExec scan) {
    return id -> Seqs.list(scan.output()).stream().anyMatch(column -> column.exprId().equals(id));
  }

  /**
   * Whether the scan has the same rows with and without some columns. A filter that another query
   * computes is waited for by the scan that the plan knows of; of a file that is damaged in one
   * column, more rows may be read without it.
   */
  private static boolean isPlain(FileSourceScanExec scan) {
    return !new FileSourceOptions(CaseInsensitiveMap$.MODULE$.apply(scan.relation().options()))
            .ignoreCorruptFiles()
        && Stream.of(scan.partitionFilters(), scan.dataFilters())
            .flatMap(filters -> Seqs.<Expression>list(filters).stream())
            .noneMatch(filter -> Transforms.exists(filter, PlanExpression.class::isInstance));
  }

  /**
   * Whether the texts are strings out of the files, in columns of the class that stands in for
   * them: the generated code names the class of each. The first columns of a scan are those of its
   * schema.
   */
  private static boolean hasOnHeap(FileSourceScanExec scan, Set<ExprId> texts) {
    List<String> classes = classes(scan);
    List<Attribute> output = Seqs.list(scan.output());
    StructField[] fields = scan.requiredSchema().fields();
    int found = 0;
    for (int i = 0; i < Math.min(fields.length, classes.size()); i++) {
      if (!output.get(i).name().equals(fields[i].name())) {
        return false;
      }
      if (texts.contains(output.get(i).exprId())
          && fields[i].dataType() instanceof StringType
          && classes.get(i).equals(OnHeapColumnVector.class.getName())) {
        found++;
      }
    }
    return found == texts.size();
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
    List<Integer> rest =
        IntStream.range(0, output.size())
            .filter(i -> !texts.contains(output.get(i).exprId()))
            .boxed()
            .toList();
    int[] places = IntStream.range(0, output.size()).map(rest::indexOf).toArray();
    return new ThinInput(
        whole,
        () -> batches(rest),
        places,
        scan.longMetric("numOutputRows"),
        scan.longMetric("scanTime"),
        calls.stream().map(FusedColumnExec::late).toList());
  }

  /**
   * Without the texts; nothing if that can't be had. The session may have other settings by now
   * than when the code was generated, and what only saves time must not fail a query that has paid.
   */
  private Optional<RDD<ColumnarBatch>> batches(List<Integer> rest) {
    try {
      return ActiveSession.during(
          scan.session(),
          () -> {
            FileSourceScanExec thin = without(rest);
            return thin.supportsColumnar() && classes(thin).equals(atPlaces(classes(scan), rest))
                ? Optional.of(thin.executeColumnar())
                : Optional.empty();
          });
    } catch (RuntimeException e) {
      LOG.warn("Texts are read although no row needs them: {}", e.toString());
      return Optional.empty();
    }
  }

  private static List<String> classes(FileSourceScanExec scan) {
    return Seqs.optional(scan.vectorTypes()).map(Seqs::<String>list).orElse(List.of());
  }

  private static <T> List<T> atPlaces(List<T> all, List<Integer> places) {
    return places.stream().filter(place -> place < all.size()).map(all::get).toList();
  }

  private FileSourceScanExec without(List<Integer> rest) {
    List<Attribute> output = Seqs.list(scan.output());
    StructField[] fields = scan.requiredSchema().fields();
    StructType schema = new StructType(atPlaces(List.of(fields), rest).toArray(StructField[]::new));
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < scan.productArity(); i++) {
      Object element = scan.productElement(i);
      boolean isOutput = element == scan.output();
      boolean isSchema = element == scan.requiredSchema();
      elements.add(isOutput ? Seqs.of(atPlaces(output, rest)) : isSchema ? schema : element);
    }
    return (FileSourceScanExec) scan.makeCopy(elements.toArray());
  }
}
