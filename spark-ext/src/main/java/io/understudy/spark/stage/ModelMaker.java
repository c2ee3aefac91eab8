package io.understudy.spark.stage;

import io.understudy.account.Usage;
import io.understudy.catalyst.plan.StageCall;
import io.understudy.model.LinearModel;
import io.understudy.model.Scorer;
import io.understudy.model.TreesModel;
import io.understudy.model.WordsModel;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.prepared.DataState;
import io.understudy.spark.prepared.PreparedModel;
import io.understudy.spark.prepared.PreparedModel.Basis;
import io.understudy.spark.prepared.PreparedModel.Learnt;
import io.understudy.spark.prepared.PreparedModel.Origin;
import io.understudy.spark.prepared.PreparedModel.Recipe;
import io.understudy.spark.prepared.PreparedModel.Subject;
import io.understudy.spark.stage.label.AskPlan;
import io.understudy.spark.stage.sample.Sample;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a model to be kept of a stage that is ready to answer.
 *
 * @param call of the stage
 * @param ask who labelled
 * @param conf the settings it was trained with
 * @param bringsVectors whether the rows bring their embeddings
 * @param data which rows it was judged on
 */
record ModelMaker(
    StageCall call, AskPlan ask, UnderstudyConf conf, boolean bringsVectors, DataState data) {

  /** Why nothing can be kept; empty if a model can. */
  static Optional<String> obstacle(Prepared ready) {
    Cast cast = ready.playing();
    if (cast == null) {
      return Optional.of(ready.decision().describe());
    }
    return dimension(cast.scorer()).isPresent()
        ? Optional.empty()
        : Optional.of(
            "the student "
                + cast.entrant().student().name()
                + " cannot be kept: logistic, svm, ridge and the trees can.");
  }

  /**
   * The model of a stage without an obstacle.
   *
   * @param paid what the run has paid for
   * @param curve agreement by number of labels; empty if it was not measured
   */
  PreparedModel of(
      String name,
      @Nullable Recipe recipe,
      Prepared ready,
      Usage paid,
      Map<Integer, Double> curve) {
    Cast cast = ready.cast();
    if (cast == null) {
      throw new IllegalArgumentException("no understudy was trained");
    }
    boolean looks = cast.entrant().input().readsVector();
    Sample sample = ready.labels().sample();
    return new PreparedModel(
        name,
        new Subject(
            ask.function(),
            call.prompt().instruction(),
            call.call().answers().labels(),
            ask.questionId(),
            ask.endpoint().name(),
            ask.endpoint().model()),
        new Learnt(
            cast.entrant().student().name(),
            cast.entrant().input(),
            call.prompt().slots().size(),
            looks && !bringsVectors ? ModelMatch.embedder(conf) : "",
            looks ? dimension(cast.scorer()).orElseThrow() : 0,
            cast.scorer(),
            cast.entrant().input().readsWords() ? ready.words() : null),
        ready.decision(),
        new Basis(
            data,
            ready.seed(),
            sample.inputRows(),
            sample.nullRows(),
            sample.distinct(),
            sample.maxCopies(),
            sample.alwaysAsked(),
            ready.evidence().trained(),
            ready.evidence().judged(),
            ready.failed(),
            ready.evidence().scored()),
        new Origin(
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            ready.evidence().trained().size() + (long) ready.evidence().judged().size(),
            paid.calls(),
            recipe,
            curve));
  }

  private static Optional<Integer> dimension(Scorer scorer) {
    if (scorer instanceof LinearModel linear) {
      return Optional.of(linear.dimension());
    }
    if (scorer instanceof WordsModel words) {
      return Optional.of(words.dimension());
    }
    return scorer instanceof TreesModel trees ? Optional.of(trees.dimension()) : Optional.empty();
  }
}
