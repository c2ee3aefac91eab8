package io.understudy.spark.view;

import io.understudy.embed.Embedder;
import io.understudy.sample.ContentKey;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.stage.read.RowEmbedder;
import io.understudy.spark.store.StoreErrors;
import io.understudy.spark.store.StoreRoot;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A view whose vectors a running query may use. */
public final class OpenView {
  private static final Logger LOG = LoggerFactory.getLogger(OpenView.class);

  private final EmbeddingView view;
  private final VectorTable table;
  private final String store;

  private OpenView(EmbeddingView view, VectorTable table, String store) {
    this.view = view;
    this.table = table;
    this.store = store;
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
    ViewFolder folder =
        new ViewFolder(StoreRoot.of(store, session.sparkContext().hadoopConfiguration()));
    Optional<EmbeddingView> now = folder.find(chosen.view().name());
    if (now.isEmpty() || !now.get().id().equals(chosen.view().id())) {
      LOG.warn(
          "The embedding view {} was dropped since the query was planned; texts are embedded on the"
              + " fly.",
          chosen.view().name());
      return Optional.empty();
    }
    EmbeddingView view = now.get();
    Embedder own = embedder.opened();
    if (!view.embedder().identity().equals(own.identity())
        || view.embedder().dimension() != own.dimension()) {
      LOG.warn(
          "The embedding view {} has vectors of {}, the session's embedder is {} ({} dimensions);"
              + " texts are embedded on the fly.",
          view.name(),
          view.embedder().describe(),
          own.identity(),
          own.dimension());
      return Optional.empty();
    }
    return Optional.of(new OpenView(view, new VectorTable(session, folder.vectors(view)), store));
  }

  /** The view's name. */
  public String name() {
    return view.name();
  }

  /** Different texts that have a vector. */
  public long contents() {
    return view.contents();
  }

  /** The vectors of some contents, of those that it has; one job. */
  public Map<ContentKey, float[]> vectors(Collection<ContentKey> contents) {
    return reading(
        () -> {
          Map<ContentKey, float[]> found = new HashMap<>();
          for (InternalRow row :
              table.rows(contents).queryExecution().executedPlan().executeCollect()) {
            found.put(
                new ContentKey(row.getLong(0), row.getLong(1)), row.getArray(2).toFloatArray());
          }
          return found;
        });
  }

  /** Every row of the view: key's halves and vector. */
  public Dataset<Row> rows() {
    return reading(table::rows);
  }

  /**
   * Runs what reads the view.
   *
   * @throws UnderstudyException when the store can't be read
   */
  public <T> T reading(Supplier<T> work) {
    try {
      return work.get();
    } catch (UnderstudyException e) {
      throw e;
    } catch (Exception e) {
      throw StoreErrors.unreadable(store, e);
    }
  }
}
