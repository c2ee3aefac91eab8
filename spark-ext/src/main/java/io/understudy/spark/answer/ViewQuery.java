package io.understudy.spark.answer;

import io.understudy.catalyst.bridge.DeepTransform;
import io.understudy.catalyst.bridge.Seqs;
import io.understudy.spark.bridge.SqlText;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.prepared.DataState;
import io.understudy.spark.prepared.InputState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.QueryExecution;

/** The query of an answer view, analysed and found to be one that a view can be made of. */
final class ViewQuery {
  /** True where a row's answer is wanted, else NULL. */
  static final String WANTED = "_wanted";

  private final SparkSession session;
  private final LogicalPlan source;
  private final List<ViewItem> items;
  private final List<Attribute> inputs;

  private ViewQuery(SparkSession session, LogicalPlan source, List<ViewItem> items) {
    this.session = session;
    this.source = source;
    this.items = items;
    Set<Object> used = new HashSet<>();
    items.forEach(
        item ->
            Seqs.<Attribute>list(((Expression) item.written()).references().toSeq())
                .forEach(column -> used.add(column.exprId())));
    this.inputs =
        Seqs.<Attribute>list(source.output()).stream()
            .filter(column -> used.contains(column.exprId()))
            .toList();
  }

  /**
   * Analyses a query; runs no job.
   *
   * @param names resolves names of tables
   * @throws io.understudy.spark.error.UnderstudyException when no view can be made of it
   */
  static ViewQuery of(
      SparkSession session,
      UnderstudyConf conf,
      AnswerViewErrors errors,
      String query,
      SourceNames names) {
    LogicalPlan analysed = analysed(session, errors, query, names);
    if (!(analysed instanceof Project list)) {
      throw errors.query(ViewRules.FORM);
    }
    List<ViewItem> items =
        Seqs.<NamedExpression>list(list.projectList()).stream().map(ViewItem::of).toList();
    ViewQuery made = new ViewQuery(session, list.child(), items);
    new ViewRules(errors, conf.storeTexts()).check(made);
    return made;
  }

  private static LogicalPlan analysed(
      SparkSession session, AnswerViewErrors errors, String query, SourceNames names) {
    try {
      LogicalPlan parsed = SqlText.parsed(session, query);
      LogicalPlan named =
          new DeepTransform(
                  node -> {
                    if (node instanceof UnresolvedWith) {
                      throw errors.query(ViewRules.FORM);
                    }
                    return node instanceof UnresolvedRelation table ? names.full(table) : node;
                  },
                  expression -> expression)
              .plan(parsed);
      return SqlText.planned(session, named).analyzed();
    } catch (Exception e) {
      // Spark's analysis exceptions are checked, though nothing here declares them.
      if (e instanceof AnalysisException wrong) {
        throw errors.query(String.valueOf(wrong.getSimpleMessage()));
      }
      throw e;
    }
  }

  /** All columns of the view's table. */
  List<NamedExpression> columns() {
    List<NamedExpression> columns = new ArrayList<>();
    items.forEach(item -> columns.addAll(item.columns(Optional.empty())));
    columns.addAll(RowHash.of(inputs));
    return columns;
  }

  List<ViewItem> items() {
    return items;
  }

  /** What stands below the select list. */
  LogicalPlan source() {
    return source;
  }

  /** The source's columns that the list refers to. */
  List<Attribute> inputs() {
    return inputs;
  }

  /** Each row of the source that asks something, with its hash; {@link #answered} takes it. */
  Dataset<Row> hashed() {
    List<NamedExpression> columns = new ArrayList<>(inputs);
    columns.addAll(RowHash.of(inputs));
    return dataset(new Project(Seqs.of(columns), source));
  }

  /**
   * The rows of the view that rows of the source become. Whoever reads them, pays.
   *
   * @param rows of {@link #hashed}; if they have a column {@link #WANTED}, only those become rows
   *     of the view where it is true, and the others are there to be learnt from
   */
  Dataset<Row> answered(org.apache.spark.sql.Dataset<Row> rows) {
    LogicalPlan plan = ((Dataset<Row>) rows).queryExecution().analyzed();
    List<Attribute> output = Seqs.list(plan.output());
    Optional<Attribute> wanted = named(output, WANTED);
    List<NamedExpression> columns = new ArrayList<>();
    items.forEach(item -> columns.addAll(item.columns(wanted)));
    named(output, RowHash.HIGH).ifPresent(columns::add);
    named(output, RowHash.LOW).ifPresent(columns::add);
    if (wanted.isEmpty()) {
      return dataset(new Project(Seqs.of(columns), plan));
    }
    columns.add(wanted.get());
    Dataset<Row> all = dataset(new Project(Seqs.of(columns), plan));
    return (Dataset<Row>) all.filter(new Wanted(columns.size() - 1)).drop(WANTED);
  }

  /**
   * Whether a row belongs to the view. A condition that the optimizer sees through would be pushed
   * below the stage, which then could neither learn from the other rows nor promise anything about
   * them.
   */
  private record Wanted(int column) implements FilterFunction<Row> {
    @Override
    public boolean call(Row row) {
      return !row.isNullAt(column);
    }
  }

  private static Optional<Attribute> named(List<Attribute> output, String name) {
    return output.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  /** Which rows the view is about; reads none of them. */
  DataState data() {
    List<NamedExpression> columns = new ArrayList<>(inputs);
    QueryExecution planned = SqlText.planned(session, new Project(Seqs.of(columns), source));
    List<Expression> texts = new ArrayList<>(Seqs.list(planned.optimizedPlan().output()));
    return InputState.of(
        Optional.of(planned.optimizedPlan()), texts, List.of(), session.sessionState().conf());
  }

  private Dataset<Row> dataset(LogicalPlan plan) {
    return Dataset$.MODULE$.ofRows(session, plan);
  }
}
