package io.understudy.spark.stage;

import io.understudy.call.OptimizationMode;
import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.plan.AskedWhere;
import io.understudy.catalyst.plan.StageCall;
import io.understudy.error.ErrorCondition;
import io.understudy.judge.Decision;
import io.understudy.judge.Repeatability;
import io.understudy.llm.EndpointConfig;
import io.understudy.projection.PilotReport;
import io.understudy.spark.account.LiveRun;
import io.understudy.spark.bridge.BoundExpressions;
import io.understudy.spark.bridge.FusedColumnExec;
import io.understudy.spark.bridge.InlineEvaluator;
import io.understudy.spark.config.CallSettings;
import io.understudy.spark.config.ConfigKeys;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.prepared.DataState;
import io.understudy.spark.prepared.InputState;
import io.understudy.spark.prepared.ModelChoice;
import io.understudy.spark.prepared.PreparedModel;
import io.understudy.spark.prepared.PreparedModel.Recipe;
import io.understudy.spark.stage.infer.AnswerPartition;
import io.understudy.spark.stage.infer.AnswerValues;
import io.understudy.spark.stage.read.DataReader;
import io.understudy.spark.stage.read.VectorReader;
import io.understudy.spark.view.ViewChoice;
import io.understudy.student.Entrant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.Seq;

/**
 * Answers one AI call for every row. All spending happens when it is executed: the first job that
 * wants its rows makes it sample, label, train and judge; the answers are then computed as part of
 * the query's own stages.
 */
public final class AiStageExec extends FusedColumnExec {
  private static final long serialVersionUID = 1L;

  private final StageCall call;
  private final Seq<Expression> slots;
  private final Seq<Expression> embeddings;
  private final Option<ViewChoice> view;

  /** Read without a lock: plans are printed while the stage is prepared, which may take long. */
  private transient volatile @Nullable Prepared prepared;

  private String note = "";
  private String understudyName = "";

  /**
   * The same as {@link io.understudy.catalyst.plan.AiStage}'s, and:
   *
   * @param view where vectors come from that the call does not bring; none if there are no views
   */
  public AiStageExec(
      StageCall call,
      Seq<Expression> slots,
      Seq<Expression> embeddings,
      Option<ViewChoice> view,
      Attribute answer,
      SparkPlan child) {
    super(answer, child);
    this.call = call;
    this.slots = slots;
    this.embeddings = embeddings;
    this.view = view;
  }

  public StageCall call() {
    return call;
  }

  /** Whether the call brings its own embeddings. */
  public boolean bringsEmbeddings() {
    return !embeddings.isEmpty();
  }

  /** Whether vectors come from a view, as planning has seen it; none if there are no views. */
  public Optional<ViewChoice> view() {
    return Seqs.optional(view);
  }

  Optional<ViewChoice.Use> chosen() {
    return view().filter(ViewChoice.Use.class::isInstance).map(ViewChoice.Use.class::cast);
  }

  /** What was decided, once the stage has been prepared. */
  public Optional<Decision> decision() {
    return Optional.ofNullable(prepared).map(Prepared::decision);
  }

  /** How often the LLM agreed with itself; unknown before the stage has been prepared. */
  public Repeatability repeatability() {
    Prepared ready = prepared;
    return ready == null ? Repeatability.UNKNOWN : ready.repeatability();
  }

  /** Who was trained, once the stage has been prepared and if it trained anybody. */
  public Optional<Entrant> student() {
    return Optional.ofNullable(prepared).map(Prepared::cast).map(Cast::entrant);
  }

  /** The model in play as MLlib's, once the stage has been prepared and if it trained one. */
  public Optional<LogisticRegressionModel> understudy() {
    return Optional.ofNullable(prepared)
        .map(Prepared::cast)
        .map(Cast::trained)
        .map(trained -> trained.fitted());
  }

  @Override
  protected Seq<Expression> texts() {
    return slots;
  }

  @Override
  protected Seq<Expression> sampledTexts() {
    return Seqs.of(Seqs.<Expression>list(slots).stream().map(AskedWhere::everywhere).toList());
  }

  /** Only vectors that come with the rows: others are made batch by batch. */
  @Override
  protected @Nullable Expression vector() {
    boolean plain = !embeddings.isEmpty() && VectorReader.plain(embeddings.apply(0).dataType());
    return plain && mayPlay() ? embeddings.apply(0) : null;
  }

  /** Answers to the contents of a view are found by the text. */
  @Override
  protected boolean textsSuffice() {
    return chosen().isPresent() && mayPlay();
  }

  private boolean mayPlay() {
    return call.call().mode() != OptimizationMode.MAXIMIZE_QUALITY && !call.failedOpen();
  }

  @Override
  protected InlineEvaluator evaluator(RDD<InternalRow> input) {
    OpenedStage stage = OpenedStage.of(this, settings());
    Prepared ready = prepareOnce(stage, input);
    stage.watch(ready);
    OpenedStage.Sent sent = stage.send(ready);
    return new AnswerPartition(
        sent.plan(),
        stage.scoredView(ready),
        new DataReader(bound(slots)),
        stage.vectors(),
        new AnswerValues(
            call.call().answers(),
            call.call().arrayOutput(),
            call.kept()
                ? new AnswerValues.Models(understudyName, stage.ask().endpoint().model())
                : null),
        outputTypes(),
        sent.readsTexts());
  }

  /**
   * Buys a pilot of labels and answers no row.
   *
   * @param labels to buy; null for as many as a query begins with
   */
  public PilotReport project(@Nullable Integer labels) {
    OpenedStage stage = OpenedStage.of(this, settings());
    stage.live().projected();
    try {
      return stage.run().pilot(childRows().toJavaRDD(), labels);
    } catch (Exception e) {
      stage.live().failed(e);
      throw e;
    } finally {
      stage.posting().counted(stage.live().runId(), stage.query());
    }
  }

  /** That nothing can be projected, because the input depends on answers of other calls. */
  public PilotReport notProjected() {
    UnderstudyConf conf = settings();
    EndpointConfig endpoint = CallSettings.endpoint(conf, call.call());
    return new PilotStep(call, conf, endpoint).dependent();
  }

  /**
   * Samples, labels, trains and judges, and answers no row.
   *
   * @param name of the model
   * @param recipe the statement that makes it
   * @param wanted settings, those of the statement included
   * @return the model, which is not kept yet
   * @throws UnderstudyException when no understudy may play, or when it cannot be kept
   */
  public PreparedModel rehearse(String name, Recipe recipe, UnderstudyConf wanted) {
    OpenedStage stage = OpenedStage.of(this, wanted);
    try {
      Prepared ready = stage.run().rehearse(childRows().toJavaRDD());
      ModelMaker.obstacle(ready)
          .ifPresent(
              reason -> {
                throw new UnderstudyException(
                    ErrorCondition.UNDERSTUDY_MODEL_NOT_MADE,
                    Map.of("model", name, "reason", reason));
              });
      stage.live().noted("Prepared as the model " + name + ".");
      return stage.maker().of(name, recipe, ready, stage.paid(), stage.run().curve());
    } catch (Exception e) {
      stage.live().failed(e);
      throw e;
    } finally {
      stage.posting().counted(stage.live().runId(), stage.query());
    }
  }

  /** Which rows are asked about. Reads no row, but may go through a long list of files. */
  DataState data() {
    SparkPlan input = child();
    // What Spark puts in between, to pass rows on in another form, has no logical plan.
    while (input.logicalLink().isEmpty() && input.children().size() == 1) {
      input = input.children().apply(0);
    }
    return InputState.of(
        Seqs.optional(input.logicalLink()),
        Seqs.list(slots),
        Seqs.list(embeddings),
        session().sessionState().conf());
  }

  /**
   * Which prepared model will answer; reads the store's models and runs no job.
   *
   * @throws UnderstudyException when the call names one that cannot
   */
  public ModelChoice model(UnderstudyConf conf, EndpointConfig endpoint) {
    return new ModelMatch(call, bringsEmbeddings(), this::data)
        .choose(conf, endpoint, sparkContext().hadoopConfiguration());
  }

  private UnderstudyConf settings() {
    UnderstudyConf conf = UnderstudyConf.of(session().sessionState().conf());
    // Who answers for a view today is to answer what is new tomorrow.
    return call.kept()
        ? conf.with(
            Map.of(ConfigKeys.MODELS_KEEP.key(), "true", ConfigKeys.MODELS_PLAY.key(), "true"))
        : conf;
  }

  private synchronized Prepared prepareOnce(OpenedStage stage, RDD<InternalRow> input) {
    LiveRun live = stage.live();
    Prepared ready = prepared;
    if (ready == null) {
      try {
        ready = stage.run().prepare(input.toJavaRDD());
      } catch (Exception e) {
        live.failed(e);
        throw e;
      } finally {
        stage.posting().counted(live.runId(), stage.query());
      }
      prepared = ready;
      understudyName =
          ModelKeeper.of(stage.conf(), sparkContext().hadoopConfiguration())
              .keep(stage, ready)
              .or(stage.models()::played)
              .orElseGet(() -> "run " + live.runId());
      note = live.note();
    } else {
      live.distinct(ready.labels().sample().distinct());
      live.decided(ready.decision());
      live.noted(note);
    }
    return ready;
  }

  /** Reads the texts of a row, those included that are not asked about. */
  DataReader dataReader() {
    return new DataReader(bound(sampledTexts()));
  }

  /** Reads the vector of a row; null if the call gives none. */
  @Nullable VectorReader vectorReader() {
    return embeddings.isEmpty() ? null : new VectorReader(bound(embeddings).get(0));
  }

  private List<Expression> bound(Seq<Expression> expressions) {
    return Seqs.list(expressions).stream()
        .map(expression -> BoundExpressions.bind(expression, child().output()))
        .toList();
  }

  @Override
  public List<Object> elements() {
    return List.of(call, slots, embeddings, view, answer(), child());
  }

  @Override
  protected LinkedHashMap<String, SQLMetric> newMetrics() {
    return StageMetrics.create(sparkContext());
  }

  @Override
  public SparkPlan withNewChildInternal(SparkPlan newChild) {
    return new AiStageExec(call, slots, embeddings, view, answer(), newChild);
  }
}
