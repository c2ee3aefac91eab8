package io.understudy.spark.view;

import io.understudy.embed.Embedder;
import io.understudy.sample.ContentKey;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.stage.read.RowEmbedder;
import io.understudy.spark.store.DeltaTasks;
import io.understudy.spark.store.StoreRoot;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.SparkPlan;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A view whose vectors a running query may use. */
public final class OpenView {
  private static final Logger LOG = LoggerFactory.getLogger(OpenView.class);

  private final SparkSession session;
  private final EmbeddingView view;
  private final VectorTable table;
  private volatile boolean setAside;

  private OpenView(SparkSession session, EmbeddingView view, VectorTable table) {
    this.session = session;
    this.view = view;
    this.table = table;
  }

  /**
   * Opens the view that planning has chosen.
   *
   * @param embedder the query's own, which is opened to compare identities
   * @return empty if the view was dropped or made again since, or is of another embedder after all;
   *     then every row is embedded on the fly
   */
  public static Optional<OpenView> of(
      SparkSession session, UnderstudyConf conf, ViewChoice.Use chosen, RowEmbedder embedder) {
    String store = conf.store().orElse("");
    ViewFolder<EmbeddingView> folder =
        EmbeddingViewForm.of(StoreRoot.of(store, session.sparkContext().hadoopConfiguration()));
    Optional<EmbeddingView> now;
    try {
      now = folder.find(chosen.view().name());
    } catch (UnderstudyException e) {
      LOG.warn(
          "The embedding view {} can't be read; texts are embedded on the fly: {}",
          chosen.view().name(),
          e.getMessage());
      return Optional.empty();
    }
    if (now.isEmpty() || !now.get().id().equals(chosen.view().id())) {
      LOG.warn(
          "The embedding view {} was dropped since the query was planned; texts are embedded on the"
              + " fly.",
          chosen.view().name());
      return Optional.empty();
    }
    EmbeddingView view = now.get();
    Embedder own = embedder.opened();
    // An endpoint learns its dimension by embedding a text, and may be down while it is not needed.
    boolean inProcess = embedder.config().endpoint() == null;
    if (!view.embedder().identity().equals(own.identity())
        || (inProcess && view.embedder().dimension() != own.dimension())) {
      LOG.warn(
          "The embedding view {} has vectors of {}, the session's embedder is {}; texts are embedded"
              + " on the fly.",
          view.name(),
          view.embedder().describe(),
          own.identity());
      return Optional.empty();
    }
    VectorTable table = new VectorTable(session, folder.table(view), store);
    return Optional.of(new OpenView(session, view, table));
  }

  /** The view's name. */
  public String name() {
    return view.name();
  }

  /** Different texts that have a vector. */
  public long contents() {
    return view.contents();
  }

  /** Length of the view's vectors. */
  public int dimension() {
    return view.embedder().dimension();
  }

  /** The vectors of some contents, of those that it has; one job. */
  public Map<ContentKey, float[]> vectors(Collection<ContentKey> contents) {
    // Delta makes up the table's state while the plan is made; the job reads it as it is then.
    SparkPlan plan =
        DeltaTasks.during(session, () -> table.rows(contents).queryExecution().executedPlan());
    Map<ContentKey, float[]> found = new HashMap<>();
    for (InternalRow row : plan.executeCollect()) {
      found.put(new ContentKey(row.getLong(0), row.getLong(1)), row.getArray(2).toFloatArray());
    }
    return found;
  }

  /**
   * Every row of the view: key's halves and vector. Counts them, by a job of its own, because the
   * description of a view that was never filled whole doesn't tell.
   *
   * @return empty if there are more than {@link ViewFinder#MOST_CONTENTS}
   */
  public Optional<Dataset<Row>> rows() {
    Dataset<Row> rows = DeltaTasks.during(session, table::rows);
    long count = DeltaTasks.during(session, rows::count);
    if (count > ViewFinder.MOST_CONTENTS) {
      setAside("it has %,d rows, more than the driver can take".formatted(count));
      return Optional.empty();
    }
    return Optional.of(rows);
  }

  /** Lets texts be embedded on the fly for the rest of the query, with a warning that says why. */
  public void setAside(String why) {
    if (!setAside) {
      LOG.warn(
          "The embedding view {} is set aside, and texts are embedded on the fly: {}",
          view.name(),
          why);
      setAside = true;
    }
  }

  /**
   * Runs what reads the view. One that can't be read, or was dropped meanwhile, is set aside: what
   * the query has paid for is worth more than what it would spare.
   *
   * @return empty if the view is set aside
   */
  public <T> Optional<T> read(Supplier<T> work) {
    if (setAside) {
      return Optional.empty();
    }
    try {
      return Optional.of(work.get());
    } catch (Exception e) {
      if (cancelled(e)) {
        throw e;
      }
      setAside(String.valueOf(e));
      return Optional.empty();
    }
  }

  private static boolean cancelled(Exception failure) {
    for (@Nullable Throwable e = failure; e != null; e = e.getCause()) {
      boolean byJob =
          e instanceof SparkThrowable known && "SPARK_JOB_CANCELLED".equals(known.getCondition());
      if (byJob || e instanceof InterruptedException) {
        return true;
      }
    }
    return Thread.currentThread().isInterrupted();
  }
}
