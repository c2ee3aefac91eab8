package io.understudy.spark.view;

import io.understudy.embed.EmbedderConfig;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.store.StoreRoot;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Finds the view for a call, while its query is planned: reads small files, runs no job. */
public final class ViewFinder {
  /** Answers for so many contents are sent to the executors: at most 336 MB. */
  public static final long MOST_CONTENTS = 10_000_000;

  private final UnderstudyConf conf;
  private final Configuration hadoop;

  public ViewFinder(UnderstudyConf conf, Configuration hadoop) {
    this.conf = conf;
    this.hadoop = hadoop;
  }

  /**
   * The view of a prompt's data, or why there is none.
   *
   * @param slots the prompt's data
   * @param rows that have it
   * @return empty if the session has no store, or there is no view in it
   */
  public Optional<ViewChoice> find(List<Expression> slots, LogicalPlan rows) {
    List<EmbeddingView> views =
        conf.store()
            .map(store -> EmbeddingViewForm.of(StoreRoot.of(store, hadoop)).list())
            .orElse(List.of());
    return views.isEmpty() ? Optional.empty() : Optional.of(choice(views, slots, rows));
  }

  private ViewChoice choice(List<EmbeddingView> views, List<Expression> slots, LogicalPlan rows) {
    if (slots.size() != 1) {
      return new ViewChoice.None("the prompt's data is not one column");
    }
    Optional<ColumnOrigin> origin = ColumnOrigin.of(slots.get(0), rows);
    if (origin.isEmpty()) {
      return new ViewChoice.None("the prompt's data is not a column of a table as it is kept");
    }
    List<EmbeddingView> ofColumn = views.stream().filter(view -> isOf(view, origin.get())).toList();
    if (ofColumn.isEmpty()) {
      return new ViewChoice.None("none is of that table's column " + origin.get().column());
    }
    EmbedderConfig embedder = conf.embedder("");
    List<EmbeddingView> fitting =
        ofColumn.stream().filter(view -> view.embedder().mayBe(embedder)).toList();
    if (fitting.isEmpty()) {
      EmbeddingView other = ofColumn.get(0);
      return new ViewChoice.None(
          "%s has vectors of %s, and spark.understudy.embedder is '%s'"
              .formatted(other.name(), other.embedder().describe(), embedder.embedder()));
    }
    return fitting.stream()
        .filter(view -> view.contents() <= MOST_CONTENTS)
        // Of several the one that knows most.
        .max(Comparator.comparing(EmbeddingView::contents))
        .<ViewChoice>map(ViewChoice.Use::new)
        .orElseGet(
            () ->
                new ViewChoice.None(
                    "%s has more than %d texts".formatted(fitting.get(0).name(), MOST_CONTENTS)));
  }

  private static boolean isOf(EmbeddingView view, ColumnOrigin origin) {
    return view.column().equalsIgnoreCase(origin.column())
        && view.sources().stream().anyMatch(origin.relation()::contains);
  }
}
