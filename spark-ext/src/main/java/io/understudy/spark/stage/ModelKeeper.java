package io.understudy.spark.stage;

import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.prepared.DataState;
import io.understudy.spark.prepared.ModelFolder;
import io.understudy.spark.prepared.PreparedModel;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what queries train and judge, where that is wanted. A query does not fail because its
 * understudy cannot be kept.
 */
final class ModelKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(ModelKeeper.class);
  private static final String NAME = "kept_";
  private static final int DIGITS = 12;

  private final Optional<String> store;
  private final Configuration hadoop;

  private ModelKeeper(Optional<String> store, Configuration hadoop) {
    this.store = store;
    this.hadoop = hadoop;
  }

  static ModelKeeper of(UnderstudyConf conf, Configuration hadoop) {
    return new ModelKeeper(conf.modelsKeep() ? conf.store() : Optional.empty(), hadoop);
  }

  /**
   * Keeps the understudy of a stage that is ready.
   *
   * @return the name under which it is kept; empty if it is not, or was kept before
   */
  Optional<String> keep(OpenedStage stage, Prepared ready) {
    if (store.isEmpty()
        || stage.models().playedAtOnce()
        || ModelMaker.obstacle(ready).isPresent()) {
      return Optional.empty();
    }
    try {
      ModelMaker maker = stage.maker();
      Optional<PreparedModel> judged = stage.models().judgedAgain();
      // It was judged on rows that nobody can recognise: the same would be judged again.
      if (judged.isPresent() && !maker.data().known()) {
        return Optional.empty();
      }
      // A statement's model stays what the statement says: about one slice of one table.
      Optional<PreparedModel> former =
          judged.filter(known -> known.basis().data().sameSlice(maker.data()));
      PreparedModel model =
          maker.of(
              former
                  .map(PreparedModel::name)
                  .orElseGet(() -> name(maker.ask().questionId(), maker.data())),
              former.map(known -> known.origin().recipe()).orElse(null),
              ready,
              stage.paid(),
              Map.of());
      ModelFolder.of(store.get(), hadoop).write(model);
      return Optional.of(model.name());
    } catch (RuntimeException e) {
      LOG.warn("The understudy of {} could not be kept.", stage.stage().call(), e);
      return Optional.empty();
    }
  }

  /** One for each question and slice, whose newest version it is about. */
  private static String name(String question, DataState data) {
    return NAME + question.substring(0, DIGITS) + "_" + data.slice();
  }
}
