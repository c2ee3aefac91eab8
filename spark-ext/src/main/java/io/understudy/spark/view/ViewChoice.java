package io.understudy.spark.view;

import io.understudy.spark.config.UnderstudyConf;
import java.io.Serializable;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Whether a call without embeddings takes its vectors from a view, as planning can tell. */
public sealed interface ViewChoice extends Serializable {
  /** For EXPLAIN: what follows "embeddings: ". */
  String describe(UnderstudyConf conf);

  /** A view plays, if it still is what it was when the query runs. */
  record Use(EmbeddingView view) implements ViewChoice {
    @Override
    public String describe(UnderstudyConf conf) {
      return String.format(
          Locale.ROOT,
          "from the view %s (%,d texts of %s, refreshed %s); texts that it lacks on the fly by %s",
          view.name(),
          view.contents(),
          view.source(),
          view.refreshedAt().truncatedTo(ChronoUnit.SECONDS),
          conf.embedder("").embedder());
    }

    /** In plans, where every word is in the way. */
    @Override
    public String toString() {
      return "view " + view.name();
    }
  }

  /** None plays. */
  record None(String reason) implements ViewChoice {
    @Override
    public String describe(UnderstudyConf conf) {
      return "no view plays: " + reason;
    }

    @Override
    public String toString() {
      return "no view";
    }
  }
}
