package io.understudy.spark.stage;

import io.understudy.account.Usage;
import io.understudy.call.Answer;
import io.understudy.catalyst.plan.StageCall;
import io.understudy.llm.EndpointConfig;
import io.understudy.model.RowInput;
import io.understudy.sample.ContentKey;
import io.understudy.spark.account.Books;
import io.understudy.spark.account.LiveRun;
import io.understudy.spark.account.Progress;
import io.understudy.spark.account.QueryId;
import io.understudy.spark.account.RunId;
import io.understudy.spark.account.RunLedger;
import io.understudy.spark.account.RunTally;
import io.understudy.spark.bridge.Wire;
import io.understudy.spark.config.CallSettings;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.stage.infer.InferPlan;
import io.understudy.spark.stage.infer.TextSignatures;
import io.understudy.spark.stage.infer.VectorLabels;
import io.understudy.spark.stage.label.AskPlan;
import io.understudy.spark.stage.label.LabelDesk;
import io.understudy.spark.stage.label.QuestionIdentity;
import io.understudy.spark.stage.label.RunTerms;
import io.understudy.spark.stage.read.DataReader;
import io.understudy.spark.stage.read.VectorReader;
import io.understudy.spark.stage.sample.Sample;
import io.understudy.spark.store.LabelStore;
import io.understudy.spark.store.Stores;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/** One execution of a stage: it is in the books, its store is open, and its budget agreed. */
record OpenedStage(
    AiStageExec stage,
    StageRun run,
    ModelStep models,
    AskPlan ask,
    DataReader data,
    @Nullable VectorReader vectors,
    UnderstudyConf conf,
    LiveRun live,
    StagePosting posting,
    Progress progress,
    QueryId query) {
  /** More paid labels than this stay on the driver; then only the sample's are sent along. */
  private static final int MOST_LABELS_SENT = 500_000;

  static OpenedStage of(AiStageExec stage, UnderstudyConf conf) {
    SparkContext context = stage.sparkContext();
    StageCall call = stage.call();
    EndpointConfig endpoint = CallSettings.endpoint(conf, call.call());
    Progress progress = new Progress(conf.progress());
    QueryId query = QueryId.ofDriver(context);
    RunId runId = RunId.first(query);
    LiveRun live =
        new LiveRun(
            runId,
            call,
            endpoint.name(),
            UnderstudyConf.prices(endpoint),
            Books.of(context, Stores.of(context).keeper(stage.session(), conf)),
            LabelDesk.of(context)::tally);
    RunLedger.of(context).begin(live, progress);
    StagePosting posting = StagePosting.of(context, stage.metrics(), live, progress);
    AskPlan ask =
        new AskPlan(
            runId,
            QuestionIdentity.of(endpoint, call.question()),
            call.question(),
            endpoint,
            call.call().function().sqlName());
    agree(stage, ask, conf);
    LabelDesk.of(context).forgetWith(stage, ask.run());
    DataReader data = stage.dataReader();
    VectorReader vectors = stage.vectorReader();
    ModelStep models = new ModelStep(call, conf, stage.model(conf, endpoint), live, progress);
    StageRun run =
        new StageRun(
            stage.session(),
            call,
            data,
            vectors,
            stage.chosen(),
            ask,
            conf,
            live,
            models,
            progress);
    return new OpenedStage(
        stage, run, models, ask, data, vectors, conf, live, posting, progress, query);
  }

  /** Opens the store, and says what may be spent. */
  private static void agree(AiStageExec stage, AskPlan ask, UnderstudyConf conf) {
    SparkContext context = stage.sparkContext();
    LabelStore store = Stores.of(context).labels(stage.session(), conf);
    Jobs.described(
        context,
        ask.function() + ": reading the labels of earlier queries",
        () -> {
          store.open(ask.asked());
          return store;
        });
    String query = ask.runId().query();
    LabelDesk.of(context)
        .begin(
            ask.run(),
            new RunTerms(
                store,
                query.isEmpty() ? ask.run() : query,
                stage.session().sessionUUID(),
                UnderstudyConf.prices(ask.endpoint()),
                conf.queryBudget(),
                conf.sessionBudget(),
                2 * ask.endpoint().concurrency()));
    RunLedger.of(context).atEndOf(ask.runId().query(), store::queryEnded);
  }

  /** Makes a model to be kept of this stage. */
  ModelMaker maker() {
    return new ModelMaker(stage.call(), ask, conf, stage.bringsEmbeddings(), stage.data());
  }

  /** What the run has paid for so far. */
  Usage paid() {
    return LabelDesk.of(stage.sparkContext()).tally(ask.run()).usage();
  }

  /** Progress of what the query's own stages still have to do. */
  void watch(Prepared ready) {
    RunTally tally = LabelDesk.of(stage.sparkContext()).tally(ask.run());
    RunLedger ledger = RunLedger.of(stage.sparkContext());
    Progress.Watch asking =
        progress.watch(
            ask.function() + ": asking the LLM", tally.asked() + live.forecast(), tally::asked);
    Progress.Watch embedding =
        progress.watch(
            ask.function() + ": rows embedded",
            ready.labels().sample().inputRows(),
            tally::embedded);
    String of = ask.runId().query();
    ledger.atEndOf(of, asking::close);
    ledger.atEndOf(of, embedding::close);
  }

  /** The answers to the contents of the view that has the rows' vectors; null if none has. */
  @Nullable Broadcast<byte[]> scoredView(Prepared ready) {
    return new ViewScoring(stage.sparkContext(), ask.function(), stage.call().kept())
        .answers(run.view(), ready);
  }

  /**
   * What every executor gets to answer its rows.
   *
   * @param plan an {@link InferPlan} as bytes
   * @param readsTexts whether generated code has to read texts
   */
  record Sent(Broadcast<byte[]> plan, boolean readsTexts) {}

  /** Sends it. */
  Sent send(Prepared ready) {
    Cast cast = ready.playing();
    RowInput input = cast == null ? null : cast.entrant().input();
    Map<ContentKey, Answer> known = LabelDesk.of(stage.sparkContext()).known(ask);
    Map<ContentKey, Answer> labels =
        known.size() <= MOST_LABELS_SENT ? known : ofTheSample(known, ready);
    Sample sample = ready.labels().sample();
    VectorLabels byVector =
        stage.canSpareTexts() && !stage.call().kept()
            ? new KnownVectors(ready).labels(labels, ask.endpoint().textLimit())
            : null;
    TextSignatures signatures =
        byVector == null
            ? new KnownTexts(sample, ready.seed()).signatures(labels, ready.failed())
            : null;
    InferPlan plan =
        new InferPlan(
            ready.decision(),
            cast == null ? null : cast.scorer(),
            input == null ? null : run.embedder(input),
            input != null && input.readsWords() ? ready.words() : null,
            input,
            ask,
            labels,
            ready.failed(),
            sample.alwaysAsked(),
            signatures,
            byVector,
            ready.seed(),
            sample.inputRows(),
            stage.call().call().maxErrorRatio(),
            conf.embedBatch());
    return new Sent(
        JavaSparkContext.fromSparkContext(stage.sparkContext()).broadcast(Wire.write(plan)),
        byVector == null);
  }

  /** Those that the decision counts on. */
  private static Map<ContentKey, Answer> ofTheSample(
      Map<ContentKey, Answer> known, Prepared ready) {
    Map<ContentKey, Answer> labels = new HashMap<>(ready.labels().answers());
    Stream.concat(ready.evidence().trained().stream(), ready.evidence().judged().stream())
        .filter(known::containsKey)
        .forEach(key -> labels.put(key, known.get(key)));
    return labels;
  }
}
