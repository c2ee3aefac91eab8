package io.understudy.spark.answer;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.store.StoreErrors;
import io.understudy.spark.store.StoreRoot;
import io.understudy.spark.view.ViewFolder;
import io.understudy.spark.view.ViewTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias$;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.classic.Dataset;

/**
 * Lets a query read an answer view by its name. Spark's own rules come first, so that what is in
 * the catalogue, or a temporary view, goes before a view of the same name.
 */
public final class ReadAnswerViews extends Rule<LogicalPlan> {
  private final SparkSession session;

  public ReadAnswerViews(SparkSession session) {
    this.session = session;
  }

  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    if (Transforms.collect(plan, UnresolvedRelation.class).isEmpty()) {
      return plan;
    }
    Optional<String> store = UnderstudyConf.ofActiveSession().store();
    return store.isEmpty()
        ? plan
        : Transforms.up(
            plan,
            node ->
                node instanceof UnresolvedRelation table
                    ? view(table, store.get()).orElse(node)
                    : node);
  }

  private Optional<LogicalPlan> view(UnresolvedRelation table, String store) {
    List<String> parts = Seqs.list(table.multipartIdentifier());
    if (parts.size() != 1 || table.isStreaming() || !ViewFolder.isName(parts.get(0))) {
      return Optional.empty();
    }
    ViewFolder<AnswerView> folder =
        AnswerViewForm.of(StoreRoot.of(store, session.sparkContext().hadoopConfiguration()));
    return folder
        .find(parts.get(0).toLowerCase(Locale.ROOT))
        .map(view -> SubqueryAlias$.MODULE$.apply(parts.get(0), rows(folder, view)));
  }

  private LogicalPlan rows(ViewFolder<AnswerView> folder, AnswerView view) {
    try {
      Dataset<Row> rows =
          (Dataset<Row>)
              new ViewTable(session, folder.table(view)).rows().drop(RowHash.HIGH, RowHash.LOW);
      return rows.queryExecution().analyzed();
    } catch (Exception e) {
      // Spark's analysis exceptions are checked, though nothing here declares them.
      throw StoreErrors.unreadable(folder.store(), e);
    }
  }
}
