package io.understudy.catalyst.extract;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.plan.AiStage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.Cross$;
import org.apache.spark.sql.catalyst.plans.FullOuter$;
import org.apache.spark.sql.catalyst.plans.Inner$;
import org.apache.spark.sql.catalyst.plans.JoinType;
import org.apache.spark.sql.catalyst.plans.RightOuter$;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.Window;

/** How a column that a stage added travels up through other nodes. */
final class Columns {
  private Columns() {}

  /** Whether a node works with any number of further columns in one of its inputs. */
  static boolean extraAccepted(LogicalPlan node, int input) {
    return node instanceof Aggregate || keptByRows(node, input);
  }

  /** Whether each row of a node still has the values it had in one of the inputs. */
  static boolean keptByRows(LogicalPlan node, int input) {
    return node instanceof Filter
        || node instanceof Project
        || node instanceof Sort
        || node instanceof GlobalLimit
        || node instanceof LocalLimit
        || node instanceof Window
        || node instanceof AiStage
        || (node instanceof Join join && keptByJoin(join.joinType(), input));
  }

  private static boolean keptByJoin(JoinType type, int side) {
    if (type == FullOuter$.MODULE$) {
      return false;
    }
    if (type == Inner$.MODULE$ || type == Cross$.MODULE$) {
      return true;
    }
    // Semi, anti and existence joins have the columns of their left side only.
    return side == 0 ? type != RightOuter$.MODULE$ : type == RightOuter$.MODULE$;
  }

  /** The plan with the attribute among its columns, if it is computed below and can be shown. */
  static Optional<LogicalPlan> exposing(LogicalPlan plan, Attribute attribute) {
    if (plan.outputSet().contains(attribute)) {
      return Optional.of(plan);
    }
    List<LogicalPlan> inputs = new ArrayList<>(Seqs.list(plan.children()));
    for (int i = 0; i < inputs.size(); i++) {
      Optional<LogicalPlan> input =
          keptByRows(plan, i) ? exposing(inputs.get(i), attribute) : Optional.empty();
      if (input.isPresent()) {
        inputs.set(i, input.get());
        return Optional.of(withColumn(plan.withNewChildren(Seqs.of(inputs)), attribute));
      }
    }
    return Optional.empty();
  }

  private static LogicalPlan withColumn(LogicalPlan plan, Attribute attribute) {
    if (!(plan instanceof Project project)) {
      return plan;
    }
    List<NamedExpression> columns = new ArrayList<>(Seqs.list(project.projectList()));
    columns.add(attribute);
    return new Project(Seqs.of(columns), project.child());
  }
}
