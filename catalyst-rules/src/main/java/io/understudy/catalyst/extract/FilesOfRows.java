package io.understudy.catalyst.extract;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.plan.AiStage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.InputFileBlockLength;
import org.apache.spark.sql.catalyst.expressions.InputFileBlockStart;
import org.apache.spark.sql.catalyst.expressions.InputFileName;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;

/**
 * Takes {@code input_file_name()} and its like below the stages. They tell the file of the row that
 * was read last, and a stage reads ahead. Delta's DELETE and UPDATE find the files to rewrite this
 * way.
 */
final class FilesOfRows {
  private FilesOfRows() {}

  static LogicalPlan apply(LogicalPlan plan) {
    return Transforms.up(plan, FilesOfRows::onColumns);
  }

  private static LogicalPlan onColumns(LogicalPlan node) {
    List<LogicalPlan> inputs = Seqs.list(node.children());
    if (inputs.size() != 1) {
      return node;
    }
    LogicalPlan input = inputs.get(0);
    Map<Expression, Attribute> columns = new LinkedHashMap<>();
    for (Expression asked : Seqs.<Expression>list(node.expressions())) {
      for (Expression file : Transforms.collect(asked, Expression.class)) {
        if (isAboutFile(file) && !columns.containsKey(file)) {
          Alias column = alias(file);
          Optional<LogicalPlan> computed = computed(input, column);
          if (computed.isPresent()) {
            input = computed.get();
            columns.put(file, column.toAttribute());
          }
        }
      }
    }
    if (columns.isEmpty()) {
      return node;
    }
    LogicalPlan changed =
        Transforms.expressionsUp(
            node.withNewChildren(Seqs.seq(input)),
            e -> {
              Attribute column = columns.get(e);
              return column == null ? e : column;
            });
    List<NamedExpression> output = new ArrayList<>(Seqs.list(node.output()));
    return changed.output().equals(node.output()) ? changed : new Project(Seqs.of(output), changed);
  }

  private static boolean isAboutFile(Expression expression) {
    return expression instanceof InputFileName
        || expression instanceof InputFileBlockStart
        || expression instanceof InputFileBlockLength;
  }

  /** The plan with the column, computed below its lowest stage; empty if it has no stage. */
  private static Optional<LogicalPlan> computed(LogicalPlan plan, Alias column) {
    boolean sameTask = plan instanceof Filter || plan instanceof Project || plan instanceof AiStage;
    if (!sameTask) {
      return Optional.empty();
    }
    LogicalPlan child = plan.children().apply(0);
    Optional<LogicalPlan> below =
        computed(child, column)
            .or(
                () ->
                    plan instanceof AiStage
                        ? Optional.of(with(child, Seqs.list(child.output()), column))
                        : Optional.empty());
    return below.map(
        input ->
            plan instanceof Project project
                ? with(input, Seqs.list(project.projectList()), column.toAttribute())
                : plan.withNewChildren(Seqs.seq(input)));
  }

  private static Project with(
      LogicalPlan input, List<? extends NamedExpression> columns, NamedExpression further) {
    List<NamedExpression> all = new ArrayList<>(columns);
    all.add(further);
    return new Project(Seqs.of(all), input);
  }

  private static Alias alias(Expression file) {
    return new Alias(
        file,
        file.prettyName(),
        NamedExpression$.MODULE$.newExprId(),
        Seqs.seq(),
        Seqs.none(),
        Seqs.seq());
  }
}
