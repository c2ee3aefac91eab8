package io.understudy.spark.view;

import io.understudy.embed.EmbedException;
import io.understudy.embed.Embedder;
import io.understudy.embed.EmbedderConfig;
import io.understudy.error.ErrorCondition;
import io.understudy.spark.account.Progress;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.stage.read.RowEmbedder;
import io.understudy.spark.store.StoreRoot;
import io.understudy.spark.view.Refresh.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;

/**
 * The embedding views of a session's store, for the statements about them. One session changes a
 * view at a time; another that wants to gets an error.
 */
public final class EmbeddingViews {
  private static final String TOOK_OVER = "it took over, for it heard nothing of this one";

  private final SparkSession session;
  private final UnderstudyConf conf;
  private final String statement;
  private final ViewFolder<EmbeddingView> folder;

  /**
   * @param statement for messages
   * @param view for messages; blank if the statement is about all views
   * @throws UnderstudyException when the session has no store
   */
  public EmbeddingViews(SparkSession session, UnderstudyConf conf, String statement, String view) {
    this.session = session;
    this.conf = conf;
    this.statement = statement;
    String store = conf.store().orElseThrow(() -> ViewErrors.noStore(statement, view));
    this.folder =
        EmbeddingViewForm.of(StoreRoot.of(store, session.sparkContext().hadoopConfiguration()));
  }

  /**
   * A statement's result.
   *
   * @param embedded texts that were embedded
   * @param dropped contents whose vectors were deleted
   */
  public record Changed(EmbeddingView view, long embedded, long dropped) {}

  /** Every view, by name. */
  public List<EmbeddingView> list() {
    return folder.list();
  }

  /**
   * The view of a name.
   *
   * @throws UnderstudyException when there is none
   */
  public EmbeddingView get(String name) {
    return folder.find(name).orElseThrow(() -> notFound(name));
  }

  /** Whether there is a view of a name. */
  public boolean has(String name) {
    return folder.find(name).isPresent();
  }

  /** Whether there is anything of a name, be it that its description can't be read. */
  public boolean exists(String name) {
    return folder.exists(name);
  }

  /** The folder of a view's vectors, a Delta table. */
  public String location(EmbeddingView view) {
    return folder.table(view).toString();
  }

  /**
   * Makes a view and fills it.
   *
   * @param table as it is named in SQL, with its catalogue and schema
   * @param embedder its name in the configuration; blank for the session's
   */
  public Changed create(String name, String table, String column, String embedder) {
    return alone(
        name,
        lease -> {
          if (has(name)) {
            throw ViewErrors.exists(statement, name);
          }
          ViewSource source = ViewSource.open(session, statement, name, table, column);
          EmbedderConfig config = conf.embedder(embedder);
          EmbeddingView first =
              new EmbeddingView(
                  name,
                  0,
                  UUID.randomUUID().toString(),
                  source.table(),
                  source.keys(),
                  source.column(),
                  opened(config),
                  "",
                  false,
                  0,
                  Instant.now());
          // The table first: whoever finds the description may read it.
          table(first).create();
          EmbeddingView view = keep(first);
          folder.tidy(view);
          return filled(view, source, config, lease);
        });
  }

  /** Brings a view to what its source has now. */
  public Changed refresh(String name) {
    return alone(
        name,
        lease -> {
          EmbeddingView view = get(name);
          ViewSource source =
              ViewSource.open(session, statement, name, view.table(), view.column());
          EmbedderConfig config = conf.embedder(view.embedder().name());
          ViewEmbedder now = opened(config);
          if (!now.identity().equals(view.embedder().identity())
              || now.dimension() != view.embedder().dimension()) {
            throw ViewErrors.embedder(statement, view, now.describe());
          }
          boolean there = folder.hasTable(view);
          if (!there) {
            table(view).create();
          }
          boolean same =
              there
                  && view.whole()
                  && !view.version().isEmpty()
                  && view.version().equals(source.version());
          return same ? new Changed(view, 0, 0) : filled(view, source, config, lease);
        });
  }

  /** Removes a view and its vectors. */
  public void drop(String name) {
    alone(
        name,
        lease -> {
          // Who died over making it has left no description, but perhaps vectors.
          if (!exists(name)) {
            throw notFound(name);
          }
          folder.drop(name);
          return true;
        });
  }

  private ViewEmbedder opened(EmbedderConfig config) {
    try {
      Embedder embedder = new RowEmbedder(config, statement).opened();
      return ViewEmbedder.of(config, embedder);
    } catch (EmbedException | IllegalStateException e) {
      throw new UnderstudyException(
          ErrorCondition.UNDERSTUDY_EMBEDDING,
          Map.of("function", statement, "problem", String.valueOf(e.getMessage())),
          e);
    }
  }

  private Changed filled(
      EmbeddingView view, ViewSource source, EmbedderConfig config, ViewLease lease) {
    Progress progress = new Progress(conf.progress());
    Refresh refresh =
        new Refresh(
            session,
            table(view),
            new RowEmbedder(config, statement),
            conf.embedBatch(),
            lease::lost,
            progress);
    Outcome outcome;
    try {
      outcome = refresh.run(source);
    } catch (Refresh.Stopped e) {
      throw ViewErrors.busy(statement, view.name(), TOOK_OVER);
    }
    boolean gone =
        lease.lost()
            || folder.find(view.name()).filter(now -> now.id().equals(view.id())).isEmpty();
    if (gone) {
      throw ViewErrors.busy(statement, view.name(), TOOK_OVER);
    }
    EmbeddingView refreshed =
        keep(view.refreshed(source.keys(), source.version(), outcome.contents(), Instant.now()));
    folder.tidy(refreshed);
    return new Changed(refreshed, outcome.embedded(), outcome.dropped());
  }

  private EmbeddingView keep(EmbeddingView view) {
    return folder
        .keep(view)
        .orElseThrow(() -> ViewErrors.busy(statement, view.name(), "it has changed it meanwhile"));
  }

  private VectorTable table(EmbeddingView view) {
    return new VectorTable(session, folder.table(view), folder.store());
  }

  private UnderstudyException notFound(String name) {
    return ViewErrors.notFound(statement, name, folder.store());
  }

  private <T> T alone(String name, Function<ViewLease, T> change) {
    return folder.alone(name, () -> ViewErrors.busy(statement, name, "it is alive"), change);
  }
}
