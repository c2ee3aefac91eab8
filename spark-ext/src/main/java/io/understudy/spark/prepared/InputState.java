package io.understudy.spark.prepared;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.plan.AiStage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.NonSQLExpression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.expressions.UserDefinedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.RepartitionOperation;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.internal.SQLConf;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which rows a stage is asked about, from its optimised input: a chain of projections,
 * filters and sorts over one table of files. Whatever else it is has no identity. Reads no data and
 * runs no job.
 */
public final class InputState {
  /** What each column of the plan is, as an expression of the source's columns. */
  private final Map<ExprId, Expression> columns = new HashMap<>();

  private final TreeSet<String> predicates = new TreeSet<>();
  private final TreeSet<String> present = new TreeSet<>();
  private @Nullable SourceVersion source;
  private boolean known = true;

  private InputState() {}

  /**
   * The state of a stage's input.
   *
   * @param input optimised; empty if it is not known
   * @param slots the texts, over the input's columns
   * @param embeddings the vector; empty if the call gives none
   * @param conf of the session: what texts and predicates mean depends on its time zone and mode
   */
  public static DataState of(
      Optional<LogicalPlan> input,
      List<Expression> slots,
      List<Expression> embeddings,
      SQLConf conf) {
    InputState state = new InputState();
    input.ifPresent(state::look);
    SourceVersion found = state.source;
    if (found == null) {
      return DataState.UNKNOWN;
    }
    List<String> texts = slots.stream().map(state::text).toList();
    List<String> vectors = embeddings.stream().map(state::text).toList();
    if (!state.known) {
      return DataState.UNKNOWN;
    }
    // Rows without data are not asked about, so it does not matter whether they are there.
    state.present.removeAll(texts);
    state.predicates.addAll(state.present.stream().map(column -> column + " IS NOT NULL").toList());
    String view =
        String.join(
            "; ",
            state.predicates.isEmpty()
                ? "all rows"
                : "where " + String.join(" AND ", state.predicates),
            "texts " + String.join(", ", texts),
            "embeddings " + String.join(", ", vectors),
            "time zone " + conf.sessionLocalTimeZone(),
            "ANSI " + conf.ansiEnabled());
    return new DataState(found.table(), found.source(), found.version(), view);
  }

  private void look(LogicalPlan plan) {
    if (plan instanceof LogicalRelation relation) {
      source = SourceVersion.of(relation).orElse(null);
      Seqs.<Attribute>list(relation.output())
          .forEach(column -> columns.put(column.exprId(), bare(column)));
    } else if (plan instanceof Filter filter) {
      look(filter.child());
      Transforms.conjuncts(filter.condition()).forEach(this::predicate);
    } else if (plan instanceof Project project) {
      look(project.child());
      Map<ExprId, Expression> aliases = new HashMap<>();
      for (NamedExpression column : Seqs.<NamedExpression>list(project.projectList())) {
        // A column that cannot be told is a problem only for whoever looks at it.
        if (column instanceof Alias alias) {
          resolved(alias.child()).ifPresent(value -> aliases.put(alias.exprId(), value));
        }
      }
      columns.putAll(aliases);
    } else if (plan instanceof Sort
        || plan instanceof RepartitionOperation
        || plan instanceof AiStage) {
      look((LogicalPlan) plan.children().apply(0));
    } else {
      known = false;
    }
  }

  private void predicate(Expression condition) {
    if (condition instanceof IsNotNull notNull && notNull.child() instanceof Attribute) {
      present.add(text(notNull.child()));
    } else {
      predicates.add(text(condition));
    }
  }

  private String text(Expression expression) {
    Optional<Expression> resolved = resolved(expression);
    known &= resolved.isPresent();
    return resolved.map(Expression::sql).orElse("");
  }

  /**
   * The same over the source's columns; empty if that cannot be said, or is not always the same.
   */
  private Optional<Expression> resolved(Expression expression) {
    boolean tellable =
        expression.deterministic()
            && Transforms.collect(expression, SubqueryExpression.class).isEmpty()
            // Their text is a name, and the code behind it may be another one tomorrow.
            && Transforms.collect(expression, UserDefinedExpression.class).isEmpty()
            && Transforms.collect(expression, NonSQLExpression.class).isEmpty()
            && Seqs.<Attribute>list(expression.references().toSeq()).stream()
                .allMatch(column -> columns.containsKey(column.exprId()));
    return tellable
        ? Optional.of(
            Transforms.up(
                expression,
                node -> node instanceof Attribute column ? columns.get(column.exprId()) : node))
        : Optional.empty();
  }

  /** Without a qualifier: it depends on how the query calls the table. */
  private static Expression bare(Attribute column) {
    return new AttributeReference(
        column.name(),
        column.dataType(),
        column.nullable(),
        column.metadata(),
        column.exprId(),
        Seqs.seq());
  }
}
