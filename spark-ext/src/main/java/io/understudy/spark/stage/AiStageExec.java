package io.understudy.spark.stage;

import io.understudy.call.Answer;
import io.understudy.call.OptimizationMode;
import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.plan.StageCall;
import io.understudy.judge.Decision;
import io.understudy.judge.Repeatability;
import io.understudy.llm.EndpointConfig;
import io.understudy.model.RowInput;
import io.understudy.projection.PilotReport;
import io.understudy.sample.ContentKey;
import io.understudy.spark.account.Books;
import io.understudy.spark.account.LiveRun;
import io.understudy.spark.account.Progress;
import io.understudy.spark.account.QueryId;
import io.understudy.spark.account.RunId;
import io.understudy.spark.account.RunLedger;
import io.understudy.spark.account.RunTally;
import io.understudy.spark.bridge.BoundExpressions;
import io.understudy.spark.bridge.FusedColumnExec;
import io.understudy.spark.bridge.InlineEvaluator;
import io.understudy.spark.bridge.Wire;
import io.understudy.spark.config.CallSettings;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.stage.infer.AnswerPartition;
import io.understudy.spark.stage.infer.AnswerValues;
import io.understudy.spark.stage.infer.InferPlan;
import io.understudy.spark.stage.label.AskPlan;
import io.understudy.spark.stage.label.LabelDesk;
import io.understudy.spark.stage.label.QuestionIdentity;
import io.understudy.spark.stage.label.RunTerms;
import io.understudy.spark.stage.read.DataReader;
import io.understudy.spark.stage.read.VectorReader;
import io.understudy.spark.stage.sample.Sample;
import io.understudy.spark.store.LabelStore;
import io.understudy.spark.store.LabelStores;
import io.understudy.spark.view.ViewChoice;
import io.understudy.student.Entrant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
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

  /** More paid labels than this stay on the driver; then only the sample's are sent along. */
  private static final int MOST_LABELS_SENT = 500_000;

  private final StageCall call;
  private final Seq<Expression> slots;
  private final Seq<Expression> embeddings;
  private final Option<ViewChoice> view;

  /** Read without a lock: plans are printed while the stage is prepared, which may take long. */
  private transient volatile @Nullable Prepared prepared;

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

  private Optional<ViewChoice.Use> chosen() {
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
    Opened stage = open();
    Prepared ready = prepareOnce(stage.run(), input, stage.live(), stage.posting(), stage.query());
    watch(ready, stage.ask(), stage.live(), stage.progress());
    return new AnswerPartition(
        broadcast(ready, stage.run(), stage.ask(), stage.conf()),
        new ViewScoring(sparkContext(), stage.ask().function()).answers(stage.run().view(), ready),
        stage.data(),
        stage.vectors(),
        new AnswerValues(call.call().answers(), call.call().arrayOutput()),
        outputTypes());
  }

  /**
   * Buys a pilot of labels and answers no row.
   *
   * @param labels to buy; null for as many as a query begins with
   */
  public PilotReport project(@Nullable Integer labels) {
    Opened stage = open();
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
    UnderstudyConf conf = UnderstudyConf.of(session().sessionState().conf());
    EndpointConfig endpoint = CallSettings.endpoint(conf, call.call());
    return new PilotStep(call, conf, endpoint).dependent();
  }

  private record Opened(
      StageRun run,
      AskPlan ask,
      DataReader data,
      @Nullable VectorReader vectors,
      UnderstudyConf conf,
      LiveRun live,
      StagePosting posting,
      Progress progress,
      QueryId query) {}

  private Opened open() {
    UnderstudyConf conf = UnderstudyConf.of(session().sessionState().conf());
    EndpointConfig endpoint = CallSettings.endpoint(conf, call.call());
    Progress progress = new Progress(conf.progress());
    QueryId query = QueryId.ofDriver(sparkContext());
    RunId runId = RunId.first(query);
    LiveRun live =
        new LiveRun(
            runId,
            call,
            endpoint.name(),
            UnderstudyConf.prices(endpoint),
            Books.of(sparkContext(), LabelStores.of(sparkContext()).keeper(session(), conf)),
            LabelDesk.of(sparkContext())::tally);
    RunLedger.of(sparkContext()).begin(live, progress);
    StagePosting posting = StagePosting.of(sparkContext(), metrics(), live, progress);
    AskPlan ask =
        new AskPlan(
            runId,
            QuestionIdentity.of(endpoint, call.question()),
            call.question(),
            endpoint,
            call.call().function().sqlName());
    agree(ask, conf);
    LabelDesk.of(sparkContext()).forgetWith(this, ask.run());
    DataReader data = new DataReader(bound(slots));
    VectorReader vectors = embeddings.isEmpty() ? null : new VectorReader(bound(embeddings).get(0));
    StageRun run =
        new StageRun(session(), call, data, vectors, chosen(), ask, conf, live, progress);
    return new Opened(run, ask, data, vectors, conf, live, posting, progress, query);
  }

  /** Opens the store, and says what may be spent. */
  private void agree(AskPlan ask, UnderstudyConf conf) {
    LabelStore store = LabelStores.of(sparkContext()).store(session(), conf);
    Jobs.described(
        sparkContext(),
        ask.function() + ": reading the labels of earlier queries",
        () -> {
          store.open(ask.asked());
          return store;
        });
    String query = ask.runId().query();
    LabelDesk.of(sparkContext())
        .begin(
            ask.run(),
            new RunTerms(
                store,
                query.isEmpty() ? ask.run() : query,
                session().sessionUUID(),
                UnderstudyConf.prices(ask.endpoint()),
                conf.queryBudget(),
                conf.sessionBudget(),
                2 * ask.endpoint().concurrency()));
    RunLedger.of(sparkContext()).atEndOf(ask.runId().query(), store::queryEnded);
  }

  /** Progress of what the query's own stages still have to do. */
  private void watch(Prepared ready, AskPlan ask, LiveRun live, Progress progress) {
    RunTally tally = LabelDesk.of(sparkContext()).tally(ask.run());
    RunLedger ledger = RunLedger.of(sparkContext());
    Progress.Watch asking =
        progress.watch(
            ask.function() + ": asking the LLM", tally.asked() + live.forecast(), tally::asked);
    Progress.Watch embedding =
        progress.watch(
            ask.function() + ": rows embedded",
            ready.labels().sample().inputRows(),
            tally::embedded);
    String query = ask.runId().query();
    ledger.atEndOf(query, asking::close);
    ledger.atEndOf(query, embedding::close);
  }

  private synchronized Prepared prepareOnce(
      StageRun run, RDD<InternalRow> input, LiveRun live, StagePosting posting, QueryId query) {
    Prepared ready = prepared;
    if (ready == null) {
      try {
        ready = run.prepare(input.toJavaRDD());
      } catch (Exception e) {
        live.failed(e);
        throw e;
      } finally {
        posting.counted(live.runId(), query);
      }
      prepared = ready;
    } else {
      live.distinct(ready.labels().sample().distinct());
      live.decided(ready.decision());
    }
    return ready;
  }

  private Broadcast<byte[]> broadcast(
      Prepared ready, StageRun run, AskPlan ask, UnderstudyConf conf) {
    Cast cast = ready.playing();
    RowInput input = cast == null ? null : cast.entrant().input();
    Map<ContentKey, Answer> known = LabelDesk.of(sparkContext()).known(ask);
    Map<ContentKey, Answer> labels =
        known.size() <= MOST_LABELS_SENT ? known : ready.labels().answers();
    Sample sample = ready.labels().sample();
    InferPlan plan =
        new InferPlan(
            ready.decision(),
            cast == null ? null : cast.scorer(),
            input != null && input.readsVector() ? run.embedder() : null,
            input != null && input.readsWords() ? ready.words() : null,
            input,
            ask,
            labels,
            ready.labels().failed(),
            sample.alwaysAsked(),
            new KnownTexts(sample, conf.seed()).signatures(labels, ready.labels().failed()),
            conf.seed(),
            sample.inputRows(),
            call.call().maxErrorRatio(),
            conf.embedBatch());
    return JavaSparkContext.fromSparkContext(sparkContext()).broadcast(Wire.write(plan));
  }

  private List<Expression> bound(Seq<Expression> expressions) {
    return Seqs.list(expressions).stream()
        .map(expression -> BoundExpressions.bind(expression, child().output()))
        .toList();
  }

  @Override
  protected List<Object> elements() {
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
