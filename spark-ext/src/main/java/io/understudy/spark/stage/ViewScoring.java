package io.understudy.spark.stage;

import io.understudy.model.RowInput;
import io.understudy.spark.stage.infer.ScoreVectors;
import io.understudy.spark.stage.infer.ViewAnswers;
import io.understudy.spark.view.OpenView;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/** Lets the understudy answer a view's contents, once each, and sends the answers to all tasks. */
final class ViewScoring {
  private final SparkContext context;
  private final String function;

  /**
   * @param function SQL name, for the Spark UI
   */
  ViewScoring(SparkContext context, String function) {
    this.context = context;
    this.function = function;
  }

  /**
   * Runs one job over the view's vectors.
   *
   * @return {@link ViewAnswers} as bytes; null if no view plays, or if nobody plays who sees no
   *     more of a row than its vector
   */
  @Nullable Broadcast<byte[]> answers(@Nullable OpenView view, Prepared prepared) {
    Cast cast = prepared.playing();
    if (view == null || cast == null || cast.entrant().input() != RowInput.EMBEDDING) {
      return null;
    }
    ScoreVectors scoring = new ScoreVectors(prepared.decision(), cast.scorer());
    byte[] answers =
        Jobs.described(
            context,
            function + ": answering the contents of the view " + view.name(),
            () ->
                view.reading(
                    () ->
                        ViewAnswers.of(
                            view.rows()
                                .queryExecution()
                                .toRdd()
                                .toJavaRDD()
                                .mapPartitions(scoring)
                                .collect())));
    return JavaSparkContext.fromSparkContext(context).broadcast(answers);
  }
}
