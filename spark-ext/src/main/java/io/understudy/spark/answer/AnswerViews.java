package io.understudy.spark.answer;

import io.understudy.call.Question;
import io.understudy.catalyst.resolve.AiExpression;
import io.understudy.llm.EndpointConfig;
import io.understudy.spark.config.CallSettings;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.prepared.DataState;
import io.understudy.spark.stage.label.QuestionIdentity;
import io.understudy.spark.store.StoreRoot;
import io.understudy.spark.view.ViewFolder;
import io.understudy.spark.view.ViewLease;
import io.understudy.spark.view.ViewTable;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The answer views of a session's store, for the statements about them. One session changes a view
 * at a time; another that wants to gets an error.
 */
public final class AnswerViews {
  private static final String TOOK_OVER = "it took over, for it heard nothing of this one";

  private final org.apache.spark.sql.classic.SparkSession session;
  private final UnderstudyConf conf;
  private final AnswerViewErrors errors;
  private final String name;
  private final ViewFolder<AnswerView> folder;

  /**
   * @param statement for messages
   * @param name of the view; blank if the statement is about all views
   * @throws UnderstudyException when the session has no store
   */
  public AnswerViews(SparkSession session, UnderstudyConf conf, String statement, String name) {
    this.session = (org.apache.spark.sql.classic.SparkSession) session;
    this.conf = conf;
    this.errors = new AnswerViewErrors(statement, name);
    this.name = name;
    String store = conf.store().orElseThrow(errors::noStore);
    this.folder =
        AnswerViewForm.of(StoreRoot.of(store, session.sparkContext().hadoopConfiguration()));
  }

  /**
   * A statement's result.
   *
   * @param added rows that were answered
   * @param removed rows that are no longer in the view, or were answered again
   */
  public record Changed(AnswerView view, long added, long removed) {}

  /** Every view, by name. */
  public List<AnswerView> list() {
    return folder.list();
  }

  /** The view; empty if there is none of its name. */
  public Optional<AnswerView> find() {
    return folder.find(name);
  }

  /** Whether there is anything of the view, be it what is left of one. */
  public boolean exists() {
    return folder.exists(name);
  }

  /**
   * The view.
   *
   * @throws UnderstudyException when there is none of its name
   */
  public AnswerView get() {
    return find().orElseThrow(() -> errors.notFound(folder.store()));
  }

  /** The folder of a view's rows, a Delta table. */
  public String location(AnswerView view) {
    return folder.table(view).toString();
  }

  /**
   * Makes the view and fills it.
   *
   * @param query a SELECT
   */
  public Changed create(String query) {
    if (session.catalog().tableExists("`" + name + "`")) {
      throw errors.exists("a table or view of the catalogue, which a query would read instead");
    }
    return alone(
        lease -> {
          if (find().isPresent()) {
            throw errors.exists("an answer view");
          }
          List<String> place = SourceNames.place(session);
          ViewQuery made = query(query, place, /* made= */ true);
          DataState data = made.data();
          AnswerView view =
              new AnswerView(
                  name,
                  0,
                  UUID.randomUUID().toString(),
                  query,
                  place,
                  columns(made),
                  questions(made),
                  data,
                  "",
                  new AnswerView.Counts(0, 0),
                  Instant.now());
          AnswerRefresh refresh = new AnswerRefresh(table(view), made);
          // The rows first: whoever finds the description may read them.
          AnswerRefresh.Outcome outcome;
          try {
            outcome = understood(refresh::fill);
          } catch (RuntimeException e) {
            // Nobody would find what it has left.
            folder.drop(name);
            throw e;
          }
          return kept(view, data, refresh, outcome, lease);
        });
  }

  /** Brings the view to what its source has now. */
  public Changed refresh() {
    return alone(
        lease -> {
          AnswerView view = get();
          ViewQuery made = query(view.query(), view.place(), /* made= */ false);
          // Before anything is read: what is written meanwhile is seen by the next refresh.
          DataState data = made.data();
          StructType columns = columns(made);
          if (!columns.equals(view.columns())) {
            throw errors.query(
                "its columns are now "
                    + columns.toDDL()
                    + "; those of the view are "
                    + view.columns().toDDL());
          }
          if (!questions(made).equals(view.questions())) {
            throw errors.questions();
          }
          AnswerRefresh refresh = new AnswerRefresh(table(view), made);
          boolean there = folder.hasTable(view);
          boolean same =
              there
                  && view.counts().failed() == 0
                  && view.data().same(data)
                  && view.written().equals(folder.state(view));
          if (same) {
            return new Changed(view, 0, 0);
          }
          AnswerRefresh.Outcome outcome = understood(there ? refresh::run : refresh::fill);
          return kept(view, data, refresh, outcome, lease);
        });
  }

  /** Removes the view and its rows. */
  public void drop() {
    alone(
        lease -> {
          // Who died over making it has left no description, but perhaps rows.
          if (!exists()) {
            throw errors.notFound(folder.store());
          }
          folder.drop(name);
          return true;
        });
  }

  private ViewQuery query(String query, List<String> place, boolean made) {
    SourceNames names =
        new SourceNames(
            session,
            errors,
            place,
            view -> ViewFolder.isName(view) && folder.find(lower(view)).isPresent(),
            made);
    return ViewQuery.of(session, conf, errors, query, names);
  }

  private static String lower(String view) {
    return view.toLowerCase(Locale.ROOT);
  }

  private Changed kept(
      AnswerView view,
      DataState data,
      AnswerRefresh refresh,
      AnswerRefresh.Outcome outcome,
      ViewLease lease) {
    Optional<AnswerView> now = find();
    boolean gone =
        view.revision() > 0 && now.filter(found -> found.id().equals(view.id())).isEmpty();
    if (lease.lost() || gone) {
      throw errors.busy(TOOK_OVER);
    }
    AnswerView refreshed =
        folder
            .keep(view.refreshed(data, folder.state(view), refresh.counts(), Instant.now()))
            .orElseThrow(() -> errors.busy("it has changed it meanwhile"));
    folder.tidy(refreshed);
    return new Changed(refreshed, outcome.added(), outcome.removed());
  }

  /** Stages tell what is wrong better than the job that they fail. */
  private static <T> T understood(java.util.function.Supplier<T> work) {
    try {
      return work.get();
    } catch (Exception e) {
      Optional<UnderstudyException> known = ViewTable.understood(e);
      if (known.isPresent()) {
        throw known.get();
      }
      throw e;
    }
  }

  private static StructType columns(ViewQuery query) {
    StructType columns = new StructType();
    for (StructField column :
        query.answered(query.hashed()).drop(RowHash.HIGH, RowHash.LOW).schema().fields()) {
      // Names and types only: what comments say does not matter.
      columns = columns.add(column.name(), column.dataType().asNullable(), true);
    }
    return columns;
  }

  private List<String> questions(ViewQuery query) {
    return query.items().stream()
        .flatMap(item -> item.calls().stream())
        .map(this::question)
        .toList();
  }

  private String question(AiExpression call) {
    EndpointConfig endpoint = CallSettings.endpoint(conf, call.call());
    return QuestionIdentity.of(
        endpoint, new Question(call.prompt(), call.call().answers(), call.call().examples()));
  }

  private ViewTable table(AnswerView view) {
    return new ViewTable(session, folder.table(view));
  }

  private <T> T alone(Function<ViewLease, T> change) {
    return folder.alone(name, () -> errors.busy("it is still at it"), change);
  }
}
