package io.understudy.spark.answer;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.error.UnderstudyException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a query read an answer view by its name. Spark's own rules come first, so that what is in
 * the catalogue, or a temporary view, goes before a view of the same name.
 */
public final class ReadAnswerViews extends Rule<LogicalPlan> {
  private static final Logger LOG = LoggerFactory.getLogger(ReadAnswerViews.class);

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
    Optional<AnswerView> found = find(folder, parts.get(0).toLowerCase(Locale.ROOT));
    // A name out of IDENTIFIER(...) comes here before Spark has looked for it.
    if (found.isEmpty() || session.catalog().tableExists("`" + parts.get(0) + "`")) {
      return Optional.empty();
    }
    if (table.options().containsKey(UnresolvedRelation.REQUIRED_WRITE_PRIVILEGES())) {
      throw new AnswerViewErrors("A statement that writes", found.get().name()).written();
    }
    return Optional.of(SubqueryAlias$.MODULE$.apply(parts.get(0), rows(folder, found.get())));
  }

  /**
   * A store that can't be reached is no reason to say another thing about a name than Spark does.
   */
  private static Optional<AnswerView> find(ViewFolder<AnswerView> folder, String name) {
    boolean there;
    try {
      there = folder.exists(name);
    } catch (UnderstudyException e) {
      LOG.warn("{} is looked for in the catalogue only: {}", name, e.getMessage());
      return Optional.empty();
    }
    return there ? folder.find(name) : Optional.empty();
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
