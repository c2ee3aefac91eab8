package io.understudy.spark.stage;

import io.understudy.account.Usage;
import io.understudy.spark.config.UnderstudyConf;
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
   * @param models which model played, if one did
   * @param paid what the run has paid for
   */
  void keep(ModelMaker maker, ModelStep models, Prepared ready, Usage paid) {
    if (store.isEmpty() || models.playedAtOnce() || ModelMaker.obstacle(ready).isPresent()) {
      return;
    }
    try {
      Optional<PreparedModel> former = models.judgedAgain();
      PreparedModel model =
          maker.of(
              former
                  .map(PreparedModel::name)
                  .orElse(NAME + maker.ask().questionId().substring(0, DIGITS)),
              former.map(known -> known.origin().recipe()).orElse(null),
              ready,
              paid,
              Map.of());
      ModelFolder.of(store.get(), hadoop).write(model);
    } catch (RuntimeException e) {
      LOG.warn("The understudy of {} could not be kept.", maker.call(), e);
    }
  }
}
