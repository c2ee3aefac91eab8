package io.understudy.spark.stage;

import io.understudy.model.RowInput;
import io.understudy.spark.bridge.RowParts;
import io.understudy.spark.stage.infer.ScoreVectors;
import io.understudy.spark.stage.infer.ViewAnswers;
import io.understudy.spark.view.OpenView;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Lets the understudy answer a view's contents, once each, and sends the answers to all tasks. */
final class ViewScoring {
  private final SparkContext context;
  private final String function;
  private final boolean scored;

  /**
   * @param function SQL name, for the Spark UI
   * @param scored whether the probabilities of answers are wanted
   */
  ViewScoring(SparkContext context, String function, boolean scored) {
    this.context = context;
    this.function = function;
    this.scored = scored;
  }

  /**
   * Runs one job over the view's vectors.
   *
   * @return {@link ViewAnswers} as bytes; null if no view plays or the view can't be read, or if
   *     nobody plays who sees no more of a row than its vector
   */
  @Nullable Broadcast<byte[]> answers(@Nullable OpenView view, Prepared prepared) {
    Cast cast = prepared.playing();
    if (view == null || cast == null || cast.entrant().input() != RowInput.EMBEDDING) {
      return null;
    }
    ScoreVectors scoring = new ScoreVectors(prepared.decision(), cast.scorer(), scored);
    Optional<byte[]> answers =
        Jobs.described(
            context,
            function + ": answering the contents of the view " + view.name(),
            () ->
                view.read(view::rows)
                    .flatMap(rows -> rows)
                    .flatMap(rows -> view.read(() -> answers(rows, scoring))));
    return answers.map(JavaSparkContext.fromSparkContext(context)::broadcast).orElse(null);
  }

  private static byte[] answers(Dataset<Row> rows, ScoreVectors scoring) {
    return ViewAnswers.of(RowParts.of(rows, scoring).collect());
  }
}
