package io.understudy.spark.prepared;

import io.understudy.call.Promise;
import io.understudy.error.ErrorCondition;
import io.understudy.spark.error.UnderstudyException;
import io.understudy.student.Students;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the prepared model that answers a call. Reads files of the store and runs no job.
 *
 * @param question identity of the question with the LLM that answers it
 * @param promises that are asked
 * @param confidence that is asked
 * @param embedder identity of the embedder that would embed the rows; null if they bring vectors
 * @param data which rows are asked about; dear, and only looked at if a model fits
 * @param obstacle why no understudy may answer the call at all; empty if one may
 */
public record ModelChooser(
    String question,
    List<Promise> promises,
    double confidence,
    @Nullable String embedder,
    Supplier<DataState> data,
    String obstacle) {
  private static final Logger LOG = LoggerFactory.getLogger(ModelChooser.class);

  /**
   * The model that a call names.
   *
   * @throws UnderstudyException when there is none of that name, when its file is damaged, or when
   *     it does not fit the call
   */
  public ModelChoice named(String model, Optional<String> store, Configuration conf) {
    ModelFolder folder = ModelFolder.of(store.orElseThrow(() -> noStore(model)), conf);
    PreparedModel found = folder.read(model).orElseThrow(() -> folder.notFound(model));
    misfit(found)
        .ifPresent(
            reason -> {
              throw notPlayable(found.name(), reason);
            });
    return playing(found, data.get());
  }

  /** Any model that fits; damaged files are passed over with a warning. */
  public ModelChoice any(String store, Configuration conf) {
    ModelFolder folder = ModelFolder.of(store, conf);
    List<String> reasons = new ArrayList<>();
    List<PreparedModel> fitting = new ArrayList<>();
    for (String name : obstacle.isEmpty() ? folder.answering(question) : List.<String>of()) {
      try {
        Optional<PreparedModel> model = folder.read(name);
        Optional<String> misfit = model.flatMap(this::misfit);
        misfit.ifPresent(reason -> reasons.add(name + ": " + reason));
        if (model.isPresent() && misfit.isEmpty()) {
          fitting.add(model.get());
        }
      } catch (UnderstudyException damaged) {
        LOG.warn("A prepared model is passed over: {}", damaged.getMessage());
        reasons.add(name + ": " + damaged.getMessageParameters().getOrDefault("problem", ""));
      }
    }
    if (fitting.isEmpty()) {
      return new ModelChoice.None(String.join("; ", reasons));
    }
    DataState now = data.get();
    List<ModelChoice.Plays> plays = fitting.stream().map(model -> playing(model, now)).toList();
    return plays.stream().filter(ModelChoice.Plays::atOnce).findFirst().orElse(plays.get(0));
  }

  private static ModelChoice.Plays playing(PreparedModel model, DataState now) {
    return new ModelChoice.Plays(model, model.basis().data().differenceTo(now));
  }

  /** Why a model does not fit; empty if it does. */
  private Optional<String> misfit(PreparedModel model) {
    if (!obstacle.isEmpty()) {
      return Optional.of(obstacle);
    }
    if (!model.subject().question().equals(question)) {
      return Optional.of(
          "it answers another question, or that of another LLM: "
              + model.subject().function()
              + "('"
              + model.subject().instruction()
              + "') by "
              + model.subject().llm());
    }
    if (Students.named(model.learnt().student()).isEmpty()) {
      return Optional.of("the student " + model.learnt().student() + " is not on the class path");
    }
    if (model.learnt().input().readsVector()) {
      String asked = embedder == null ? "" : embedder;
      if (!model.learnt().embedder().equals(asked)) {
        return Optional.of(
            "it looks at embeddings "
                + from(model.learnt().embedder())
                + ", and the call's are "
                + from(asked));
      }
    }
    return Promises.uncovered(model.certificate(), promises, confidence);
  }

  private static String from(String embedder) {
    return embedder.isEmpty() ? "given by embeddings =>" : "of " + embedder;
  }

  /** The error that models need a store. */
  public static UnderstudyException noStore(String model) {
    return new UnderstudyException(
        ErrorCondition.UNDERSTUDY_MODEL_NO_STORE, Map.of("model", model));
  }

  /** The error that a model which a call names does not fit it. */
  public static UnderstudyException notPlayable(String model, String reason) {
    return new UnderstudyException(
        ErrorCondition.UNDERSTUDY_MODEL_NOT_PLAYABLE, Map.of("model", model, "reason", reason));
  }
}
