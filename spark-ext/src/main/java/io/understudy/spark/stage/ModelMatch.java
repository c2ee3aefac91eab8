package io.understudy.spark.stage;

import io.understudy.call.AnswerSet;
import io.understudy.call.OptimizationMode;
import io.understudy.catalyst.plan.StageCall;
import io.understudy.embed.EmbedderConfig;
import io.understudy.embed.Embedders;
import io.understudy.judge.Reason;
import io.understudy.llm.EndpointConfig;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.prepared.DataState;
import io.understudy.spark.prepared.ModelChoice;
import io.understudy.spark.prepared.ModelChooser;
import io.understudy.spark.stage.label.QuestionIdentity;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Which prepared model answers a stage.
 *
 * @param call of the stage
 * @param bringsVectors whether the rows bring their embeddings
 * @param data which rows are asked about; dear, and only looked at if a model fits
 */
record ModelMatch(StageCall call, boolean bringsVectors, Supplier<DataState> data) {

  /**
   * Reads the store's models and runs no job.
   *
   * @throws io.understudy.spark.error.UnderstudyException when the call names a model that cannot
   *     answer it
   */
  ModelChoice choose(UnderstudyConf conf, EndpointConfig endpoint, Configuration hadoop) {
    String named = call.call().model();
    Optional<String> store = conf.store();
    if (named.isEmpty() && (store.isEmpty() || !conf.modelsPlay())) {
      return new ModelChoice.None("");
    }
    JudgeStep asked = new JudgeStep(call, conf);
    ModelChooser chooser =
        new ModelChooser(
            QuestionIdentity.of(endpoint, call.question()),
            asked.promises(),
            asked.confidence(),
            bringsVectors ? null : embedder(conf),
            data,
            obstacle(call).map(Reason::sentence).orElse(""));
    return named.isEmpty()
        ? chooser.any(store.orElseThrow(), hadoop)
        : chooser.named(named, store, hadoop);
  }

  /**
   * The identity of the embedder that rows without vectors are embedded by. Where it runs is no
   * part of it.
   */
  static String embedder(UnderstudyConf conf) {
    EmbedderConfig embedder = conf.embedder("");
    if (!Embedders.available(embedder)) {
      return "nobody";
    }
    @Nullable EndpointConfig endpoint = embedder.endpoint();
    return endpoint == null ? embedder.embedder() : endpoint.model();
  }

  /** Why no understudy may answer a call, whatever its rows are. */
  static Optional<Reason> obstacle(StageCall call) {
    if (call.failedOpen()) {
      return Optional.of(Reason.of(Reason.Code.REWRITE_FAILED));
    }
    if (call.call().mode() == OptimizationMode.MAXIMIZE_QUALITY) {
      return Optional.of(Reason.of(Reason.Code.MAXIMIZE_QUALITY));
    }
    if (call.call().answers() instanceof AnswerSet.AnyOf) {
      return Optional.of(Reason.of(Reason.Code.MULTI_LABEL));
    }
    // The categories are an instruction by themselves; a yes/no question has none but its text.
    boolean instructionMissing =
        call.call().answers() instanceof AnswerSet.YesNo && !call.prompt().separable();
    return call.prompt().slots().isEmpty() || instructionMissing
        ? Optional.of(Reason.of(Reason.Code.NOT_SEPARABLE))
        : Optional.empty();
  }
}
