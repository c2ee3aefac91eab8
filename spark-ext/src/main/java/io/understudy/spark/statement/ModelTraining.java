package io.understudy.spark.statement;

import io.understudy.call.AiFunction;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.error.AiAnalysisException;
import io.understudy.catalyst.plan.AiStage;
import io.understudy.error.ErrorCondition;
import io.understudy.llm.EndpointConfig;
import io.understudy.spark.bridge.SqlText;
import io.understudy.spark.config.CallSettings;
import io.understudy.spark.config.ConfigKeys;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.prepared.ModelChooser;
import io.understudy.spark.prepared.ModelFolder;
import io.understudy.spark.prepared.PreparedModel;
import io.understudy.spark.prepared.PreparedModel.Recipe;
import io.understudy.spark.stage.AiStageExec;
import io.understudy.spark.stage.StagesIn;
import io.understudy.spark.stage.label.QuestionIdentity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.QueryExecution$;

/** Trains a model by the statement that makes it. */
final class ModelTraining {
  /** What a statement cannot say: where things are kept, and who plays. */
  private static final Set<String> NO_OPTIONS =
      Set.of(
          ConfigKeys.STORE.key(),
          ConfigKeys.STORE_MEMORY.key(),
          ConfigKeys.MODELS_PLAY.key(),
          ConfigKeys.MODELS_KEEP.key());

  private final org.apache.spark.sql.classic.SparkSession session;
  private final String statement;

  /**
   * @param statement its first words, for messages
   */
  ModelTraining(SparkSession session, String statement) {
    this.session = (org.apache.spark.sql.classic.SparkSession) session;
    this.statement = statement;
  }

  /**
   * The models of the session's store.
   *
   * @param model that is asked for, for the message
   */
  static ModelFolder folder(SparkSession session, String model) {
    UnderstudyConf conf = UnderstudyConf.ofActiveSession();
    return ModelFolder.of(
        conf.store().orElseThrow(() -> ModelChooser.noStore(model)),
        session.sparkContext().hadoopConfiguration());
  }

  /**
   * Samples, labels, trains and judges. What was bought is kept as labels, whatever becomes of it.
   */
  PreparedModel train(String name, Recipe written) {
    Recipe recipe = new RecipeTable(session).qualified(written);
    AiStageExec stage = planned(recipe);
    if (!stage.call().call().model().isEmpty()) {
      throw wrong("its call names a model itself");
    }
    return stage.rehearse(name, recipe, settings(recipe, stage));
  }

  /**
   * The same once more for a model that is there; buys nothing if it would answer another question.
   */
  PreparedModel trainAgain(PreparedModel known, Recipe recipe) {
    AiStageExec stage = planned(recipe);
    UnderstudyConf conf = settings(recipe, stage);
    EndpointConfig endpoint = CallSettings.endpoint(conf, stage.call().call());
    if (!QuestionIdentity.of(endpoint, stage.call().question())
        .equals(known.subject().question())) {
      throw wrong(
          "in this session its statement asks another question, or another LLM ("
              + endpoint.name()
              + ": "
              + endpoint.model()
              + "), than the model "
              + known.name()
              + " answers, which is of "
              + known.subject().endpoint()
              + ": "
              + known.subject().llm()
              + "; set the endpoint as it was, or make another model with CREATE AI MODEL");
    }
    return stage.rehearse(known.name(), recipe, conf);
  }

  private UnderstudyConf settings(Recipe recipe, AiStageExec stage) {
    for (String key : recipe.options().keySet()) {
      if (NO_OPTIONS.contains(key)) {
        throw wrong(key + " is a setting of the session and no option of a model");
      }
    }
    UnderstudyConf conf =
        UnderstudyConf.ofActiveSession()
            .with(recipe.options())
            .with(Map.of(ConfigKeys.MODELS_PLAY.key(), "false"));
    CallSettings.check(conf, Set.of(stage.call().call()));
    return conf;
  }

  private AiStageExec planned(Recipe recipe) {
    LogicalPlan optimised =
        SqlText.planned(session, SqlText.parsed(session, recipe.query())).optimizedPlan();
    List<AiStage> stages =
        Transforms.collect(optimised, AiStage.class).stream()
            .filter(stage -> stage.call().call().function() != AiFunction.EMBED)
            .toList();
    if (stages.size() != 1) {
      throw wrong(
          "it needs one call of AI.IF or AI.CLASSIFY over columns of the table, and has "
              + stages.size());
    }
    return StagesIn.of(
            QueryExecution$.MODULE$.prepareExecutedPlan(session, (LogicalPlan) stages.get(0)))
        .get(0);
  }

  private RuntimeException wrong(String problem) {
    return AiAnalysisException.raise(
        ErrorCondition.UNDERSTUDY_STATEMENT, Map.of("statement", statement, "problem", problem));
  }
}
